import { gvrParts, plainRow, resourceClasses } from "@xp-tracker/crossplane";
import type { DiscoveredType } from "@xp-tracker/crossplane";
import { connectKube } from "@xp-tracker/kube";
import type { KubeClient } from "@xp-tracker/kube";
import { memoryStore } from "@xp-tracker/store";
import { startKubeSim } from "@xp-tracker/testing";
import type { KubeSim } from "@xp-tracker/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { newCycleMemory } from "./cycle/cycle-memory.ts";
import type { CycleMemory } from "./cycle/cycle-memory.ts";
import { pollCycle } from "./cycle/cycle.ts";
import { kubeReader } from "./read/kube-reader.ts";

const HOUR_MS = 3_600_000;
const TIMEOUT_MS = 60_000;
const never = new AbortController().signal;

let sim: KubeSim;
let client: KubeClient;
beforeAll(async () => {
  sim = await startKubeSim({ claims: 60, speed: 0 });
  client = await connectKube({ kubeconfigPath: sim.kubeconfigPath, requestTimeoutMs: TIMEOUT_MS, userAgent: "test" });
}, TIMEOUT_MS);
afterAll(async () => {
  await client.close();
  await sim.stop();
});

/** A poller of the simulated cluster; each call is a cycle, and tells the rows as values. */
function poller(pollMode: "list" | "watch") {
  const reader = kubeReader({
    client,
    extra: { extraClaims: [], extraXRs: [], extraMRs: [] },
    namespaces: undefined,
    settings: {
      creatorAnnotationKey: "platform.example/creator",
      teamAnnotationKey: "platform.example/team",
      compositionLabelKey: "crossplane.io/composition-name",
      compositeLabelKey: "crossplane.io/composite",
    },
    reading: { pollMode, pollIntervalMs: HOUR_MS, resyncIntervalMs: HOUR_MS, listConcurrency: 4 },
  });
  const deps = { reader, store: memoryStore({ cluster: "" }), namespaceScope: undefined, listConcurrency: 4 };
  let memory: CycleMemory = newCycleMemory();
  const poll = async (): Promise<readonly string[]> => {
    const cycle = await pollCycle(deps, memory, never);
    ({ memory } = cycle);
    const { rows } = cycle.snapshot;
    return resourceClasses.flatMap((name) => rows[name].map((row) => JSON.stringify(plainRow(row))));
  };
  return { poll, types: () => memory.types, close: () => reader.close?.() };
}

interface Listed {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly namespace?: string; readonly name: string; readonly uid: string };
}

const pathOf = (type: DiscoveredType, { metadata }: Listed): string => {
  const { group, version, resource } = gvrParts(type.gvr);
  const scope = metadata.namespace === undefined ? "" : `namespaces/${metadata.namespace}/`;
  return `/apis/${group}/${version}/${scope}${resource}/${metadata.name}`;
};

/** Deletes an object of each type, gives another one other parents, and one another root and team. */
async function disturb(types: readonly DiscoveredType[], round: number): Promise<void> {
  const lists = await Promise.all(
    types.map(async (type) => ({
      type,
      items: ((await sim.api.get(`/apis/${type.gvr}`)).body as { readonly items: readonly Listed[] }).items,
    })),
  );
  const xrs = lists.flatMap(({ type, items }) => (type.class === "composite" ? items : []));
  for (const [index, { type, items }] of lists.entries()) {
    const [gone, moved, labelled] = items.slice(round * 2);
    const xr = xrs[(index * 7 + round) % xrs.length];
    if (gone === undefined || moved === undefined || labelled === undefined || xr === undefined) continue;
    const { apiVersion, kind, metadata } = xr;
    const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true };
    await sim.api.delete(pathOf(type, gone));
    await sim.api.patch(pathOf(type, moved), { metadata: { ownerReferences: [owner] } });
    const labels = { "crossplane.io/composite": metadata.name };
    await sim.api.patch(pathOf(type, labelled), {
      metadata: { labels, annotations: { "platform.example/team": `team-${round}` } },
    });
  }
  await sim.control.churn(20);
  await sim.control.step(5);
}

describe("a poller that watches", () => {
  it(
    "publishes the same rows as one that lists all, whatever came, went and changed its relatives",
    async () => {
      const watcher = poller("watch");
      expect(await watcher.poll()).toEqual(await poller("list").poll());
      for (let round = 0; round < 4; round++) {
        await disturb(watcher.types(), round);
        // Cycles in between see the changes one by one.
        await vi.waitFor(async () => expect(await watcher.poll()).toEqual(await poller("list").poll()), {
          timeout: TIMEOUT_MS / 6,
          interval: 50,
        });
      }
      watcher.close();
    },
    TIMEOUT_MS,
  );
});
