import type { Member } from "../stack/member.ts";
import type { Fault, FaultsOf } from "./fault.ts";

const pauses = (member: Member, holdMs: Fault["holdMs"]): Fault => ({
  kind: `${roleOf(member)}: SIGSTOP`,
  target: member.name,
  holdMs,
  apply: () => {
    member.pause();
    return Promise.resolve(() => Promise.resolve(member.resume()));
  },
});

const ends = (member: Member, signal: "SIGTERM" | "SIGKILL"): Fault => ({
  kind: `${roleOf(member)}: ${signal}`,
  target: member.name,
  holdMs: [0, 4_000],
  ends: roleOf(member),
  apply: async () => {
    await member.end(signal);
    return member.start;
  },
});

const roleOf = ({ url }: Member): "poller" | "exporter" => (url === "" ? "poller" : "exporter");

/** Processes are paused, told to end, and killed. The first exporter keeps its life, so that its memory can be followed. */
export const processFaults: FaultsOf = ({ pollers, exporters, redis, ownS3 }) => [
  ...pollers.flatMap((poller) => [pauses(poller, [1_000, 8_000]), ends(poller, "SIGTERM"), ends(poller, "SIGKILL")]),
  ...exporters.map((exporter) => pauses(exporter, [500, 5_000])),
  ...exporters.slice(1).flatMap((exporter) => [ends(exporter, "SIGTERM"), ends(exporter, "SIGKILL")]),
  {
    kind: "Redis: stopped",
    target: "redis process",
    holdMs: [500, 6_000],
    apply: async () => {
      await redis.stop();
      return () => redis.start();
    },
  },
  {
    kind: "Redis: paused",
    target: "redis process",
    holdMs: [500, 6_000],
    apply: () => {
      redis.pause();
      return Promise.resolve(() => Promise.resolve(redis.resume()));
    },
  },
  ...(ownS3 === undefined
    ? []
    : [
        {
          kind: "S3: stopped",
          target: "s3 process",
          holdMs: [500, 6_000] as const,
          apply: async () => {
            await ownS3.halt();
            return () => ownS3.start();
          },
        },
      ]),
];
