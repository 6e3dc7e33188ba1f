import { memoryStore } from "@xp-tracker/store";
import { describe, expect, it } from "vitest";
import { runPoller } from "./poller.ts";
import type { PollerDeps } from "./poller.ts";
import { fakeCluster, rowOf, typeOf } from "../testing/fake-cluster.ts";
import { processParts } from "../testing/process-parts.ts";

const claims = typeOf("claim", "Database");

/** Polls without rest, and stops once `afterPublish` was called that often. */
async function run(cycles: number, more: Partial<PollerDeps> = {}) {
  const cluster = fakeCluster();
  cluster.types.push(claims);
  cluster.rowsByGvr.set(claims.gvr, [rowOf(claims, "orders")]);
  const process = processParts();
  const stop = new AbortController();
  let left = cycles;
  const deps: PollerDeps = {
    reader: cluster,
    store: memoryStore({ cluster: "" }),
    namespaceScope: undefined,
    listConcurrency: 1,
    pollIntervalMs: 1,
    shutdownGraceMs: 1_000,
    ...process,
    ...more,
    afterPublish: async (snapshot, signal) => {
      await more.afterPublish?.(snapshot, signal);
      if ((left -= 1) === 0) stop.abort();
    },
  };
  return { cluster, ...process, deps, done: runPoller(deps, stop.signal), stop };
}

describe("the poller", () => {
  it("never has two cycles at a time, however slow one is", async () => {
    let [now, most] = [0, 0];
    const { done, sample } = await run(3, {
      afterPublish: async () => {
        most = Math.max(most, (now += 1));
        await new Promise((resolve) => setTimeout(resolve, 20));
        now -= 1;
      },
    });
    await done;
    expect(most).toBe(1);
    expect(await sample('xp_tracker_polls_total{outcome="complete"}')).toBe(3);
    expect(await sample("xp_tracker_store_claims")).toBe(1);
  });

  it("counts a cycle with a source that is down as partial, and logs the source once", async () => {
    const { cluster, done, lines, sample } = await run(4);
    cluster.failing.set(claims.gvr, "forbidden");
    await done;
    expect(await sample('xp_tracker_polls_total{outcome="complete"}')).toBe(0);
    expect(await sample('xp_tracker_polls_total{outcome="partial"}')).toBe(4);
    const warnings = lines.filter(({ level }) => level === "WARN");
    expect(warnings).toMatchObject([{ gvr: claims.gvr, errorClass: "forbidden", error: { code: "KUBE_API" } }]);
  });

  it("says when the source is up again", async () => {
    const { cluster, done, lines } = await run(6, {
      afterPublish: async ({ generation }) => void (generation === 3 && cluster.failing.clear()),
    });
    cluster.failing.set(claims.gvr, "timeout");
    await done;
    expect(lines.map(({ msg }) => msg).filter((msg) => msg.includes("source"))).toEqual([
      "source is not up, its last good rows stay",
      "source is up again",
    ]);
  });

  it("goes on after a cycle that failed as a whole", async () => {
    const { cluster, done, lines, sample } = await run(2);
    let faults = 1;
    cluster.beforeList = async () => {
      if ((faults -= 1) >= 0) throw new Error("a fault of this program");
    };
    await done;
    expect(lines.find(({ level }) => level === "ERROR")?.msg).toBe("poll cycle failed");
    expect(await sample('xp_tracker_polls_total{outcome="failed"}')).toBe(1);
    expect(await sample('xp_tracker_polls_total{outcome="complete"}')).toBe(2);
  });

  it("lets what was published be persisted when it is stopped meanwhile", async () => {
    let aborted: boolean | undefined;
    const running = await run(1, {
      afterPublish: async (_snapshot, signal) => {
        running.stop.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
        aborted = signal.aborted;
      },
    });
    await running.done;
    expect(aborted).toBe(false);
  });
});
