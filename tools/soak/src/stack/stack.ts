import {
  freePorts,
  redisSkipReason,
  s3Objects,
  startKubeSim,
  startOwnS3Server,
  startRedis,
  startS3Server,
} from "@xp-tracker/testing";
import type { AppEnvironment, KubeSim, OwnS3Server, RedisServer } from "@xp-tracker/testing";
import { ownerKeys } from "../owner-keys.ts";
import type { Findings } from "../report/findings.ts";
import { kubeconfigThrough } from "./kubeconfig-through.ts";
import { startLink } from "./link.ts";
import type { Link } from "./link.ts";
import { member } from "./member.ts";
import type { Member } from "./member.ts";

export type LinkName = "kube" | "s3 of pollers" | "s3 of exporters" | "redis";

/** Everything that runs: the control plane, the store, the messages, and the services between them. */
export interface Stack {
  readonly sim: KubeSim;
  readonly links: Readonly<Record<LinkName, Link>>;
  readonly redis: RedisServer;
  /** Undefined where the S3 server is not ours to stop. */
  readonly ownS3: OwnS3Server | undefined;
  readonly pollers: readonly Member[];
  readonly exporters: readonly Member[];
  /** What the store holds, past everything that is under test. */
  readonly storedSnapshot: () => Promise<Buffer>;
  readonly stop: () => Promise<void>;
}

export interface StackOptions {
  readonly claims: number;
  readonly seed: number;
  readonly exporters: number;
  readonly pollers: number;
  readonly findings: Findings;
  readonly logs: string;
}

const KEY = "xp-tracker/snapshot.json";

/** @throws where redis-server is missing, or a part does not start */
export async function startStack(options: StackOptions): Promise<Stack> {
  const missing = redisSkipReason();
  if (missing !== undefined) throw new Error(missing);
  const cleanup: (() => Promise<unknown>)[] = [];
  const own = <T>(part: T, stop: () => Promise<unknown>): T => {
    cleanup.push(stop);
    return part;
  };
  const stop = async (): Promise<void> => {
    for (const each of cleanup.toReversed()) await each();
  };
  try {
    const { claims, seed, findings, logs } = options;
    const sim = await startKubeSim({ claims, seed, speed: 0 });
    own(sim, sim.stop);
    const isNamed = (process.env["XP_TEST_S3_ENDPOINT"] ?? "") !== "";
    const ownS3 = isNamed ? undefined : await startOwnS3Server();
    const s3 = ownS3 ?? (await startS3Server());
    own(s3, () => s3.stop());
    const redis = await startRedis();
    own(redis, () => redis.stop());
    const objects = s3Objects(s3);
    own(objects, objects.stop);

    const link = async (port: number): Promise<Link> => {
      const started = await startLink(port);
      return own(started, started.stop);
    };
    const s3Port = Number(new URL(s3.endpoint).port);
    const links = {
      kube: await link(sim.port),
      "s3 of pollers": await link(s3Port),
      "s3 of exporters": await link(s3Port),
      redis: await link(redis.port),
    };
    const kubeconfig = await kubeconfigThrough(sim.kubeconfigPath, links.kube.port);
    own(kubeconfig, kubeconfig.stop);

    const shared = (through: Link): AppEnvironment => ({
      STORE_BACKEND: "s3",
      S3_BUCKET: s3.bucket,
      S3_ENDPOINT: `http://127.0.0.1:${through.port}`,
      S3_REGION: s3.region,
      S3_TIMEOUT_SECONDS: "3",
      AWS_ACCESS_KEY_ID: s3.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
      REDIS_URL: `redis://127.0.0.1:${links.redis.port}`,
      REDIS_TIMEOUT_SECONDS: "2",
    });
    const polling: AppEnvironment = {
      KUBECONFIG: kubeconfig.path,
      CREATOR_ANNOTATION_KEY: ownerKeys.creator,
      TEAM_ANNOTATION_KEY: ownerKeys.team,
      POLL_INTERVAL_SECONDS: "1",
      KUBE_REQUEST_TIMEOUT_SECONDS: "3",
      LEADER_ELECTION: options.pollers > 1 ? "on" : "off",
      LEASE_DURATION_SECONDS: "6",
    };
    const ports = await freePorts(options.exporters);
    const pollers = Array.from({ length: options.pollers }, (_, index) =>
      member({
        name: `poller-${index + 1}`,
        app: "poller",
        url: "",
        environment: { ...shared(links["s3 of pollers"]), ...polling },
        findings,
        logs,
      }),
    );
    const exporters = ports.map((port, index) =>
      member({
        name: `exporter-${index + 1}`,
        app: "exporter",
        url: `http://127.0.0.1:${port}`,
        environment: {
          ...shared(links["s3 of exporters"]),
          METRICS_ADDR: `127.0.0.1:${port}`,
          REFRESH_INTERVAL_SECONDS: "5",
        },
        findings,
        logs,
      }),
    );
    for (const each of [...pollers, ...exporters]) own(each, () => each.end("SIGTERM"));
    await Promise.all([...pollers, ...exporters].map((each) => each.start()));
    return { sim, links, redis, ownS3, pollers, exporters, storedSnapshot: () => objects.get(KEY), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
