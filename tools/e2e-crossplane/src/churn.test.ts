import type { Snapshot } from "@xp-tracker/crossplane";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectKube } from "@xp-tracker/kube";
import type { KubeClient } from "@xp-tracker/kube";
import {
  defaultFamilySets,
  familiesOf,
  parseFamilySets,
  pollerMetrics,
  processRegistry,
  renderMetrics,
} from "@xp-tracker/metrics";
import { connectOptions, kubeReader, readerOptions, runPoller } from "@xp-tracker/poller";
import { createLog, readConfig } from "@xp-tracker/runtime";
import type { Config } from "@xp-tracker/runtime";
import { memoryStore } from "@xp-tracker/store";
import type { KubeSim } from "@xp-tracker/testing";
import { composedBy, mrd, namespace, object, xrd } from "./objects.ts";
import type { Type } from "./objects.ts";
import { simulated } from "./simulated.ts";

const databases: Type = { group: "data.acme.example", kind: "XDatabase", plural: "xdatabases" };
const claims: Type = { ...databases, kind: "Database", plural: "databases" };
const buckets: Type = { group: "s3.aws.example", kind: "Bucket", plural: "buckets" };
const claimPath = "/apis/data.acme.example/v1/namespaces/team-a/databases/orders";

const FLIPS = 100;
const sets = parseFamilySets(defaultFamilySets);
const families = familiesOf(sets.ok ? sets.value : []);
const log = createLog({ service: "test", level: "error" });

describe("a claim that flips between ready and not ready", () => {
  let sim: KubeSim;
  let config: Config;
  let client: KubeClient;
  beforeAll(async () => {
    const xr = object(databases, { name: "orders-x1" });
    const types = [xrd(databases, { claim: claims, scope: "LegacyCluster" }), mrd(buckets, "provider-aws-s3")];
    const claim = object(claims, { name: "orders", namespace: "team-a" });
    sim = await simulated([namespace("team-a"), ...types, claim, xr, object(buckets, composedBy(xr, "orders-x1-b"))]);
    config = readConfig("standalone", { KUBECONFIG: sim.kubeconfigPath });
    client = await connectKube({ ...connectOptions(config, "test"), log });
  });
  afterAll(async () => {
    await client?.close();
    await sim?.stop();
  });

  const flip = async (ready: boolean): Promise<void> => {
    const [status, reason] = ready ? ["True", "Available"] : ["False", "Waiting"];
    const lastTransitionTime = new Date().toISOString();
    const conditions = [
      { type: "Synced", status: "True", reason: "ReconcileSuccess", lastTransitionTime },
      { type: "Ready", status, reason, lastTransitionTime },
    ];
    expect((await sim.api.patch(`${claimPath}/status`, { status: { conditions } })).status).toBe(200);
  };

  /** How many distinct series there were in all, after each flip that a page showed; the first number is that at rest. */
  async function seriesAfterEachFlip(): Promise<readonly number[]> {
    const seen = new Set<string>();
    const counts: number[] = [];
    const ended = new AbortController();
    const afterPublish = async (snapshot: Snapshot): Promise<void> => {
      const ready = counts.length % 2 === 0;
      if (snapshot.rows.claim[0]?.ready !== Number(ready)) return;
      const page = String(Buffer.concat(renderMetrics(snapshot, families, "text")));
      for (const [, series = ""] of page.matchAll(/^([^#\n]+) [^ \n]+$/gm)) seen.add(series);
      counts.push(seen.size);
      if (counts.length > FLIPS) ended.abort();
      else await flip(!ready);
    };
    const deps = {
      ...config,
      reader: kubeReader({ ...readerOptions(config), client }),
      store: memoryStore({ cluster: "" }),
      pollIntervalMs: 1,
      log,
      metrics: pollerMetrics(processRegistry({ service: "standalone", version: "", revision: "" })),
      afterPublish,
    };
    await runPoller(deps, ended.signal);
    return counts;
  }

  it("makes no series after the first flip, in the default families", async () => {
    await flip(true);
    const counts = await seriesAfterEachFlip();
    const [atRest, afterOne, ...later] = counts;
    console.log(
      `distinct series at rest ${atRest}, after the first flip ${afterOne}, after ${FLIPS} flips ${later.at(-1)}`,
    );
    expect(counts).toHaveLength(FLIPS + 1);
    // The reason stands in a series of its own while there is one.
    expect(afterOne).toBe((atRest ?? 0) + 1);
    expect(later.filter((count) => count !== afterOne)).toEqual([]);
  });
});
