import { describe, expect, it } from "vitest";
import { leaseTiming, nextMove, observe, released, renewed } from "./election.ts";
import type { Lease, LeaseRecord } from "./lease.ts";

const me = { identity: "me", durationMs: 15_000 };
const theirs: LeaseRecord = {
  holder: "other",
  durationMs: 10_000,
  acquiredAt: 1_000,
  renewedAt: 2_000,
  transitions: 3,
};
const leaseOf = (record: LeaseRecord, resourceVersion = "1", metadata = {}): Lease => ({
  record,
  resourceVersion,
  metadata,
});
const seen = (record: LeaseRecord, sinceMs = 0) => observe(undefined, leaseOf(record), sinceMs);

describe("a candidate", () => {
  it("creates the Lease where there is none", () => {
    const record = { holder: "me", durationMs: 15_000, acquiredAt: 77, renewedAt: 77, transitions: 0 };
    expect(nextMove(observe(undefined, undefined, 0), me, 0, 77)).toEqual({ kind: "create", record });
  });

  it("waits as long as the holder's record says, counted by its own clock, whatever the record's times are", () => {
    for (const renewedAt of [0, 2_000, Number.MAX_SAFE_INTEGER]) {
      const observed = seen({ ...theirs, renewedAt }, 500);
      expect(nextMove(observed, me, 10_499, 0)).toEqual({ kind: "wait", holder: "other" });
      expect(nextMove(observed, me, 10_500, 0)).toMatchObject({ kind: "replace" });
    }
  });

  it("waits anew after each renewal, and not after a change of labels", () => {
    const first = seen(theirs);
    const labelled = observe(first, leaseOf(theirs, "2", { labels: { a: "b" } }), 9_000);
    expect(nextMove(labelled, me, 10_000, 0)).toMatchObject({ kind: "replace", base: { resourceVersion: "2" } });
    const renewal = observe(first, leaseOf({ ...theirs, renewedAt: 3_000 }, "2"), 9_000);
    expect(nextMove(renewal, me, 18_999, 0)).toMatchObject({ kind: "wait" });
  });

  it("takes an expired Lease over as one more change of holder", () => {
    expect(nextMove(seen(theirs), me, 10_000, 88)).toMatchObject({
      record: { holder: "me", durationMs: 15_000, acquiredAt: 88, renewedAt: 88, transitions: 4 },
    });
  });

  it("takes a released Lease at once", () => {
    const free = released(leaseOf(theirs), 5);
    expect(free).toMatchObject({ holder: "", durationMs: 1_000 });
    expect(nextMove(seen(free), me, 0, 9)).toMatchObject({ kind: "replace", record: { holder: "me", transitions: 4 } });
  });

  it("renews its own without counting a change, also where the answer to its write was lost", () => {
    const mine = { ...theirs, holder: "me" };
    expect(nextMove(seen(mine), me, 0, 99)).toMatchObject({ record: { ...mine, renewedAt: 99 } });
    expect(renewed(leaseOf(mine), 99)).toEqual({ ...mine, renewedAt: 99 });
  });
});

it("times keep client-go's proportions, in whole milliseconds", () => {
  expect(leaseTiming(15_000)).toEqual({
    durationMs: 15_000,
    renewDeadlineMs: 10_000,
    retryMs: 2_000,
    requestMs: 5_000,
  });
  expect(leaseTiming(1_000)).toEqual({ durationMs: 1_000, renewDeadlineMs: 666, retryMs: 133, requestMs: 333 });
});
