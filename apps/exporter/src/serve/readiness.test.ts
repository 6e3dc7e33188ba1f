import { expect, it } from "vitest";
import { snapshotReadiness } from "./readiness.ts";

const now = Date.UTC(2026, 1, 13, 20, 50, 30);
const databases = {
  gvr: "acme.example/v1/databases",
  class: "claim",
  rows: 39,
  lastSuccess: now / 1_000 - 3,
  error: "",
};
const buckets = {
  ...databases,
  gvr: "acme.example/v1/buckets",
  rows: 7,
  lastSuccess: now / 1_000 - 300,
  error: "forbidden",
};
const queues = { ...databases, gvr: "acme.example/v1/queues", rows: 0, lastSuccess: 0, error: "not_found" };

const snapshot = (...sources: readonly (typeof databases)[]) =>
  ({ state: "served", cluster: "", generation: 42, takenAt: now - 12_000, classes: [], sources }) as const;

it("is not ready without a snapshot, and says why", () => {
  expect(snapshotReadiness(undefined, "the bucket is empty")).toEqual([
    { name: "snapshot", ok: false, detail: "the bucket is empty" },
  ]);
});

it("tells of each source its rows, their age, and why it is not up, as a note", () => {
  expect(snapshotReadiness(snapshot(databases, buckets, queues), "", now)).toEqual([
    { name: "snapshot", ok: true, detail: "generation 42, taken 12 s ago, partial: 1 of 3 sources are up" },
    { name: "source claim acme.example/v1/databases", ok: true, detail: "39 rows, read 3 s ago", isNote: true },
    {
      name: "source claim acme.example/v1/buckets",
      ok: false,
      detail: "forbidden, 7 rows, read 5 min ago",
      isNote: true,
    },
    { name: "source claim acme.example/v1/queues", ok: false, detail: "not_found, 0 rows, never read", isNote: true },
  ]);
});

it("is complete where every source is up", () => {
  expect(snapshotReadiness(snapshot(databases), "", now)[0]?.detail).toBe("generation 42, taken 12 s ago, complete");
});
