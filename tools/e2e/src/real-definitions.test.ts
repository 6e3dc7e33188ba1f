import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  kubeApiserverSkipReason,
  loadCrossplane,
  sharedPath,
  sharedSkipReason,
  startKubeApiserver,
  startKubeSim,
  startService,
} from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { page } from "./testing/http.ts";
import { samplesOf } from "./testing/page.ts";
import { pollsOf } from "./testing/settings.ts";

const PLATFORM = "fixtures/crossplane";
const folder = sharedPath(PLATFORM);
const missing = sharedSkipReason(PLATFORM);
const noServer = missing ?? kubeApiserverSkipReason();
const own = stopsAtEnd();

/** The kinds that the files of claims ask for, and how many of each there are. */
async function kindsInFiles(): Promise<ReadonlyMap<string, number>> {
  const files = await readdir(join(folder, "claims"));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, "claims", name), "utf8")));
  const kinds = texts.flatMap((text) => [...text.matchAll(/^kind: *(\S+)/gm)].map(([, kind = ""]) => kind));
  return new Map([...Map.groupBy(kinds, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}

/** The kinds that a standalone shows, each with its total, after its first cycle. */
async function kindsOnPage(cluster: { readonly kubeconfigPath: string }): Promise<ReadonlyMap<string, number>> {
  const service = own(await startService("standalone", pollsOf(cluster)));
  const { sourcesDown } = await service.logged("poll cycle complete");
  expect(sourcesDown).toBe(0);
  const shown = new Map<string, number>();
  for (const { family, labels, value } of samplesOf(await page(`${service.url}/metrics`))) {
    if (!/^crossplane_(claims|xr)_total$/.test(family)) continue;
    shown.set(labels["kind"] ?? "", (shown.get(labels["kind"] ?? "") ?? 0) + value);
  }
  return shown;
}

describe.skipIf(missing !== undefined)(
  `32 XRDs of a real platform and their claims (${missing ?? "all of them"})`,
  () => {
    it("shows the kind of every claim file, from the simulator", async () => {
      const sim = own(await startKubeSim({ objects: [folder] }));
      const [asked, shown] = [await kindsInFiles(), await kindsOnPage(sim)];
      expect(asked.size).toBeGreaterThan(15);
      expect([...asked.keys()].filter((kind) => !shown.has(kind))).toEqual([]);
    });

    it.skipIf(noServer !== undefined)(
      `shows the kind of every claim file, from a real kube-apiserver (${noServer ?? "KUBEBUILDER_ASSETS"})`,
      async () => {
        const server = own(await startKubeApiserver());
        const { claims, xrs } = await loadCrossplane(server.api, folder);
        const [asked, shown] = [await kindsInFiles(), await kindsOnPage(server)];
        expect([...asked.keys()].filter((kind) => !shown.has(kind))).toEqual([]);
        expect([...shown.values()].reduce((sum, count) => sum + count, 0)).toBe(claims.length + xrs.length);
        console.log(`${asked.size} kinds in claim files, all shown; ${claims.length} claims, ${xrs.length} XRs`);
      },
    );
  },
);
