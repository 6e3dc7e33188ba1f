import { gvrOf, gvrParts } from "@xp-tracker/crossplane";
import type { Snapshot } from "@xp-tracker/crossplane";
import { memoryStore } from "@xp-tracker/store";
import { describe, expect, it } from "vitest";
import { newCycleMemory, withRestored } from "./cycle-memory.ts";
import type { CycleMemory } from "./cycle-memory.ts";
import { pollCycle } from "./cycle.ts";
import { fakeCluster, packageOf, rowOf, typeOf } from "../testing/fake-cluster.ts";

const claims = typeOf("claim", "Database");
const xrs = typeOf("composite", "XDatabase");
const never = new AbortController().signal;

/** A poller of a cluster with two types, and its store. */
function poller() {
  const cluster = fakeCluster();
  cluster.types.push(claims, xrs);
  cluster.rowsByGvr.set(claims.gvr, [rowOf(claims, "orders"), rowOf(claims, "invoices")]);
  cluster.rowsByGvr.set(xrs.gvr, [rowOf(xrs, "orders-x1")]);
  const store = memoryStore({ cluster: "" });
  let memory: CycleMemory = newCycleMemory();
  const deps = { reader: cluster, store, namespaceScope: undefined, listConcurrency: 2 };
  const poll = async (signal = never): Promise<Snapshot> => {
    const cycle = await pollCycle(deps, memory, signal);
    ({ memory } = cycle);
    return cycle.snapshot;
  };
  /** As after a restart that restored `snapshot`. */
  const restartFrom = (snapshot: Snapshot): void => {
    store.adopt(snapshot);
    memory = withRestored(newCycleMemory(), snapshot);
  };
  return { cluster, store, deps, poll, restartFrom };
}

const names = (snapshot: Snapshot, resourceClass: "claim" | "composite") =>
  snapshot.rows[resourceClass].map(({ name }) => name);
const sourceOf = ({ sources }: Snapshot, gvr: string) => sources.find((source) => source.gvr === gvr);

describe("a poll cycle", () => {
  it("publishes the rows of every type that is defined, and says that all sources are up", async () => {
    const { poll, store } = poller();
    const snapshot = await poll();
    expect(names(snapshot, "claim")).toEqual(["invoices", "orders"]);
    expect(names(snapshot, "composite")).toEqual(["orders-x1"]);
    expect(snapshot.sources.filter(({ error }) => error !== "")).toEqual([]);
    expect(sourceOf(snapshot, claims.gvr)).toMatchObject({ rows: 2, class: "claim" });
    expect(store.current()).toBe(snapshot);
  });

  it("keeps the rows of a type whose list fails, and its last success; the others change", async () => {
    const { cluster, poll } = poller();
    const before = await poll();
    cluster.failing.set(claims.gvr, "forbidden");
    cluster.rowsByGvr.set(claims.gvr, []);
    cluster.rowsByGvr.set(xrs.gvr, []);
    const after = await poll();
    expect(names(after, "claim")).toEqual(names(before, "claim"));
    expect(names(after, "composite")).toEqual([]);
    const good = sourceOf(before, claims.gvr);
    expect(sourceOf(after, claims.gvr)).toEqual({ ...good, error: "forbidden" });
    expect(sourceOf(after, xrs.gvr)?.error).toBe("");
  });

  it("takes an empty list for what it is", async () => {
    const { cluster, poll } = poller();
    await poll();
    cluster.rowsByGvr.set(claims.gvr, []);
    expect(names(await poll(), "claim")).toEqual([]);
  });

  it("lets the rows of a type leave once nothing defines it", async () => {
    const { cluster, poll } = poller();
    await poll();
    cluster.types.splice(0, 1);
    const snapshot = await poll();
    expect(names(snapshot, "claim")).toEqual([]);
    expect(sourceOf(snapshot, claims.gvr)).toBeUndefined();
  });

  it("keeps the rows of a type whose new version cannot be listed yet, until it can", async () => {
    const { cluster, poll } = poller();
    const before = await poll();
    const moved = { ...claims, gvr: gvrOf({ ...gvrParts(claims.gvr), version: "v2" }) };
    cluster.types.splice(0, 1, moved);
    cluster.failing.set(moved.gvr, "server_error");
    for (const snapshot of [await poll(), await poll()]) {
      expect(snapshot.rows.claim).toEqual(before.rows.claim);
      expect(sourceOf(snapshot, claims.gvr)).toMatchObject({ rows: 2, error: "server_error" });
      expect(sourceOf(snapshot, moved.gvr)).toMatchObject({ rows: 0, lastSuccess: 0, error: "server_error" });
    }
    cluster.failing.clear();
    cluster.rowsByGvr.set(moved.gvr, [rowOf(moved, "orders")]);
    const after = await poll();
    expect(after.rows.claim.map(({ gvr, name }) => [gvr, name])).toEqual([[moved.gvr, "orders"]]);
    expect(sourceOf(after, claims.gvr)).toBeUndefined();
  });

  it("tells of a type that is to be read and is not served, and serves no rows of it", async () => {
    const { cluster, poll } = poller();
    const before = await poll();
    cluster.types.splice(0, 1);
    const missing = { gvr: claims.gvr, class: "claim", error: "not_found" } as const;
    cluster.problems.push({ definition: claims.gvr, reason: "not served", missing });
    for (const snapshot of [await poll(), await poll()]) {
      expect(names(snapshot, "claim")).toEqual([]);
      expect(sourceOf(snapshot, claims.gvr)).toEqual({
        ...missing,
        rows: 0,
        lastSuccess: sourceOf(before, claims.gvr)?.lastSuccess,
      });
    }
  });

  it("goes on listing the types it knows while definitions cannot be read", async () => {
    const { cluster, poll } = poller();
    await poll();
    cluster.failing.set("definitions", "timeout");
    cluster.rowsByGvr.set(claims.gvr, [rowOf(claims, "new")]);
    expect(names(await poll(), "claim")).toEqual(["new"]);
  });

  it("publishes nothing, rather than zeros, while nothing was ever read", async () => {
    const { cluster, poll, store } = poller();
    cluster.failing.set("definitions", "network");
    await expect(poll()).rejects.toMatchObject({ code: "KUBE_DISCOVERY" });
    expect(store.current()).toBeUndefined();
    cluster.failing.delete("definitions");
    expect(names(await poll(), "claim")).toEqual(["invoices", "orders"]);
  });

  it("lets packages and the owners of namespaces stay while their lists fail", async () => {
    const { cluster, poll } = poller();
    cluster.packageRows = [packageOf("Provider", "provider-a")];
    cluster.owners = [["team-a", { creator: "", team: "blue" }]];
    const before = await poll();
    cluster.failing.set("packages", "server_error").set("namespaces", "timeout");
    cluster.packageRows = [];
    cluster.owners = [];
    const after = await poll();
    expect(after.packages).toEqual(before.packages);
    expect(after.rows.claim.map(({ team }) => team)).toEqual(["blue", "blue"]);
  });

  it("counts generations up, also from a restored one", async () => {
    const { poll, restartFrom } = poller();
    const first = await poll();
    restartFrom({ ...first, generation: 41 });
    expect((await poll()).generation).toBe(42);
  });

  it("lists no more types at a time than it may", async () => {
    const { cluster, poll } = poller();
    cluster.types.push(...["A", "B", "C", "D"].map((kind) => typeOf("managed", kind)));
    let [now, most] = [0, 0];
    cluster.beforeList = async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
    };
    await poll();
    expect(most).toBe(2);
  });

  it("publishes nothing when it is stopped meanwhile", async () => {
    const { cluster, store, poll } = poller();
    const before = await poll();
    const stop = new AbortController();
    const reason = new Error("stopped");
    cluster.rowsByGvr.set(claims.gvr, []);
    cluster.beforeList = async () => stop.abort(reason);
    await expect(poll(stop.signal)).rejects.toBe(reason);
    expect(store.current()).toBe(before);
    expect(store.claimCount()).toBe(2);
  });
});

describe("a cycle after a restart in which nothing can be read", () => {
  it("serves the restored rows, and says of each source that it is not up", async () => {
    const { cluster, poll, restartFrom } = poller();
    const restored = await poll();
    restartFrom(restored);
    for (const what of ["definitions", "packages", "namespaces"]) cluster.failing.set(what, "network");
    const snapshot = await poll();
    expect(snapshot.rows.claim.map(({ name }) => name)).toEqual(["invoices", "orders"]);
    expect(sourceOf(snapshot, claims.gvr)).toEqual({ ...sourceOf(restored, claims.gvr), error: "network" });
  });

  it("serves the restored packages, too", async () => {
    const { cluster, poll, restartFrom } = poller();
    cluster.packageRows = [packageOf("Provider", "provider-a")];
    const restored = await poll();
    restartFrom(restored);
    cluster.failing.set("packages", "network");
    expect((await poll()).packages).toEqual(restored.packages);
  });
});
