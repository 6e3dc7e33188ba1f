import { setTimeout as sleep } from "node:timers/promises";
import { redisSkipReason, s3Servers, seeded, startKubeSim, startRedis, startService } from "@xp-tracker/testing";
import type { Random } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { watchGenerations } from "./testing/generations.ts";
import type { GenerationWatch, Sighting } from "./testing/generations.ts";
import { eventually, page } from "./testing/http.ts";
import { samplesOf, total } from "./testing/page.ts";
import { startPollers } from "./testing/poller-pair.ts";
import type { PollerPair, Seat } from "./testing/poller-pair.ts";
import { claimsOnPage, recountClaims } from "./testing/recount.ts";
import { fileStore, pollsOf, s3Store } from "./testing/settings.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const FAULTS = Number(process.env["XP_POLLER_FAULTS"] ?? 8);
const LEASE_SECONDS = 2;
const skip = redisSkipReason();
const own = stopsAtEnd();

describe.skipIf(skip !== undefined).concurrent.each(s3Servers())(
  `two pollers over $name${skip === undefined ? "" : ` (skipped: ${skip})`}`,
  ({ name, start }) => {
    const stack = async (leaseSeconds: number) => {
      const [sim, s3, redis] = await Promise.all([startKubeSim({ claims: 40, speed: 0 }), start(), startRedis()]);
      for (const part of [sim, s3, redis]) own(part);
      const environment = {
        ...pollsOf(sim),
        ...s3Store(s3),
        REDIS_URL: redis.url,
        REFRESH_INTERVAL_SECONDS: "1",
        METRICS_FAMILIES: "summary",
        LEADER_ELECTION: "on",
        LEASE_DURATION_SECONDS: String(leaseSeconds),
      };
      const pollers = own(await startPollers(environment));
      const exporter = own(await startService("exporter", environment));
      const watch = own(await watchGenerations(exporter.url));
      await watch.reached(1);
      return { sim, pollers, exporter, watch };
    };

    it(`that are killed and paused ${FAULTS} times: generations only grow, and nothing is lost`, async () => {
      const { sim, pollers, exporter, watch } = await stack(LEASE_SECONDS);
      const seed = Math.floor(Math.random() * 2 ** 31);
      const random = seeded(seed);
      const gapsMs: number[] = [];
      const faults: Fault[] = [];
      for (let round = 0; round < FAULTS; round += 1) {
        await sim.control.step(2);
        const fault = faultFor(pollers, random);
        gapsMs.push(await gapDuring(watch, () => inflict(fault, pollers, watch)));
        faults.push(fault);
      }

      await eventually(async () => {
        const samples = samplesOf(await page(`${exporter.url}/metrics`));
        expect(claimsOnPage(samples)).toEqual(await recountClaims(sim.api));
      });
      const told = (message: string) => pollers.all().reduce((sum, { log }) => sum + countOf(log, message), 0);
      const ofLeader = gapsMs.filter((_, index) => faults[index]?.hitsLeader).toSorted((a, b) => a - b);
      console.log(
        `two pollers over ${name}, seed ${seed}: ${faults.length} faults ` +
          `(${faults.filter(({ kind }) => kind === "kill").length} SIGKILL, ${faults.filter(({ kind }) => kind !== "kill").length} SIGSTOP; ` +
          `${ofLeader.length} to the leader), ${told("leading")} elections, ${told("no longer leading")} terms lost, ` +
          `${watch.sightings.length} generations seen, ${decreases(watch.sightings).length} of them not newer; ` +
          `between two snapshots when the leader was hit: median ${seconds(ofLeader[ofLeader.length >> 1])}, max ${seconds(ofLeader.at(-1))} ` +
          `(Lease ${LEASE_SECONDS} s, cycle 1 s)`,
      );
      expect(decreases(watch.sightings)).toEqual([]);
    }, 3_600_000);

    it("a leader that stood still while another took over writes nothing, and follows", async () => {
      // Long enough that nobody loses it for want of CPU.
      const { sim, pollers, watch } = await stack(6);
      const seat = await eventually(() => {
        const found = pollers.leader();
        expect(found).toBeDefined();
        return found as Seat;
      });
      const [paused, other] = [pollers.at(seat), pollers.at(seat === 0 ? 1 : 0)];
      paused.kill("SIGSTOP");
      await other.logged("leading");
      const { generation } = await watch.reached((watch.sightings.at(-1)?.generation ?? 0) + 2);
      const [from, ofOther] = [paused.log.length, other.log.length];
      paused.kill("SIGCONT");
      const { error } = await paused.logged("no longer leading", from);
      expect(error).toMatchObject({ code: "LEASE_LOST" });
      await paused.logged("following: another process leads", from);
      const fromThen = paused.log.length;

      await sim.control.step(5);
      await watch.reached(generation + 3);
      expect(decreases(watch.sightings)).toEqual([]);
      expect(paused.log.slice(fromThen)).toEqual([]);
      expect(other.log.slice(ofOther).map(({ msg }) => msg)).not.toContain("no longer leading");
    });
  },
);

it("of two standalones over one directory one polls, and both serve what it finds", async () => {
  const sim = own(await startKubeSim({ claims: 10, speed: 0 }));
  const environment = {
    ...pollsOf(sim),
    ...fileStore(own(await temporaryDirectory()).path),
    LEADER_ELECTION: "on",
    LEASE_DURATION_SECONDS: String(LEASE_SECONDS),
  };
  const first = own(await startService("standalone", environment));
  await first.logged("poll cycle complete");
  const second = own(await startService("standalone", environment));
  await second.logged("following: another process leads");
  await sim.control.step(3);
  const expected = await recountClaims(sim.api);
  for (const { url } of [first, second]) {
    await eventually(async () => expect(claimsOnPage(samplesOf(await page(`${url}/metrics`)))).toEqual(expected));
  }
  expect(total(await page(`${first.url}/metrics`), "xp_tracker_leader")).toBe(1);
  expect(total(await page(`${second.url}/metrics`), "xp_tracker_leader")).toBe(0);
  await first.stop();
  await second.logged("leading");
  await sim.control.step(3);
  const now = await recountClaims(sim.api);
  await eventually(async () => expect(claimsOnPage(samplesOf(await page(`${second.url}/metrics`)))).toEqual(now));
});

interface Fault {
  readonly kind: "kill" | "pause" | "short pause";
  readonly seat: Seat;
  readonly hitsLeader: boolean;
  /** How long a short pause lasts. */
  readonly pauseMs: number;
}

/** Mostly of the leader, at any time of its cycle. */
function faultFor(pollers: PollerPair, { chance, pick, next }: Random): Fault {
  const leader = pollers.leader();
  const anyone: Seat = chance(0.5) ? 0 : 1;
  const seat = leader !== undefined && chance(0.7) ? leader : anyone;
  const kind = pick(["kill", "pause", "pause", "short pause"] as const);
  return { kind, seat, hitsLeader: seat === leader, pauseMs: next() * LEASE_SECONDS * 1500 };
}

async function inflict({ kind, seat, pauseMs }: Fault, pollers: PollerPair, watch: GenerationWatch): Promise<void> {
  await sleep(pauseMs / 3);
  if (kind === "kill") return pollers.kill(seat);
  const { generation = 0 } = watch.sightings.at(-1) ?? {};
  pollers.at(seat).kill("SIGSTOP");
  // Two more: the first may have been on its way, the second is another leader's.
  await (kind === "pause" ? watch.reached(generation + 2) : sleep(pauseMs));
  pollers.at(seat).kill("SIGCONT");
}

/** The longest time between two new snapshots, until it goes on after `work`. */
async function gapDuring(watch: GenerationWatch, work: () => Promise<void>): Promise<number> {
  const from = Math.max(0, watch.sightings.length - 1);
  await work();
  await watch.reached((watch.sightings.at(-1)?.generation ?? 0) + 1);
  const times = watch.sightings.slice(from).map(({ seenAtMs }) => seenAtMs);
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? time)));
}

const decreases = (sightings: readonly Sighting[]): readonly (readonly Sighting[])[] =>
  sightings.slice(1).flatMap((next, index) => {
    const last = sightings[index];
    return last !== undefined && (next.generation <= last.generation || next.takenAt < last.takenAt)
      ? [[last, next]]
      : [];
  });

const countOf = (log: readonly { readonly msg: string }[], message: string): number =>
  log.filter(({ msg }) => msg === message).length;

const seconds = (ms = Number.NaN): string => `${(ms / 1000).toFixed(1)} s`;
