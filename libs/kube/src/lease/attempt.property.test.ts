import * as fc from "fast-check";
import { expect, it } from "vitest";
import { KubeApiError } from "../api-error.ts";
import { memoryLease } from "../testing/memory-lease.ts";
import { attempts } from "./attempt.ts";
import { leaseTiming } from "./election.ts";
import type { LeaseAccess } from "./lease-access.ts";

const timing = leaseTiming(15_000);
const CANDIDATES = 3;

/** What becomes of the answer to a request; a lost one may have done its work. */
type Network = "works" | "request lost" | "answer lost";
const broken = new KubeApiError("cut", { errorClass: "network" });

const step = fc.record({
  candidate: fc.nat({ max: CANDIDATES - 1 }),
  /** Time until the attempt, and while its requests are on their way. */
  waitMs: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 17_000 })),
  slowMs: fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: timing.requestMs })),
  network: fc.constantFrom<Network>("works", "works", "works", "request lost", "answer lost"),
  does: fc.constantFrom("attempt", "attempt", "attempt", "attempt", "release"),
});

/** Calls that take time of the one true clock, and may fail. */
function overNetwork(inner: LeaseAccess, state: { network: Network; slowMs: number; trueMs: number }): LeaseAccess {
  const sent = async <T>(call: () => Promise<T>): Promise<T> => {
    state.trueMs += state.slowMs / 2;
    if (state.network === "request lost") throw broken;
    const answer = await call();
    state.trueMs += state.slowMs / 2;
    if (state.network === "answer lost") throw broken;
    return answer;
  };
  return {
    ...inner,
    read: (signal) => sent(() => inner.read(signal)),
    create: (record, signal) => sent(() => inner.create(record, signal)),
    replace: (base, record, signal) => sent(() => inner.replace(base, record, signal)),
  };
}

it("two candidates never believe at the same time that they lead, whatever is lost and however clocks differ", async () => {
  const offsets = fc.array(fc.integer({ min: -1e12, max: 1e12 }), { minLength: CANDIDATES, maxLength: CANDIDATES });
  await fc.assert(
    fc.asyncProperty(offsets, fc.array(step, { minLength: 10, maxLength: 60 }), async (offsets, steps) => {
      const state = { network: "works" as Network, slowMs: 0, trueMs: 0 };
      const access = overNetwork(memoryLease(), state);
      const leadsUntil = new Map<number, number>();
      const candidates = offsets.map((offset, index) => {
        const clock = { now: () => state.trueMs + offset, date: () => state.trueMs - offset };
        return attempts(access, { identity: String(index), durationMs: timing.durationMs }, clock);
      });
      for (const { candidate, waitMs, slowMs, network, does } of steps) {
        state.trueMs += waitMs;
        Object.assign(state, { network, slowMs });
        const signal = new AbortController().signal;
        if (does === "release") {
          // Who releases has ended its term.
          leadsUntil.delete(candidate);
          await candidates[candidate]?.release(signal).catch(() => undefined);
          continue;
        }
        const attempt = await candidates[candidate]?.attempt(signal).catch(() => undefined);
        if (attempt?.kind === "other") leadsUntil.delete(candidate);
        if (attempt?.kind !== "held") continue;
        leadsUntil.set(candidate, attempt.sinceMs - (offsets[candidate] ?? 0) + timing.renewDeadlineMs);
        const leaders = [...leadsUntil].filter(([, until]) => until > state.trueMs);
        expect(leaders.length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 2_000 },
  );
});
