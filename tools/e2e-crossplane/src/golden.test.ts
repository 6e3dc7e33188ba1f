import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  kubeApiserverSkipReason,
  loadObjects,
  sharedSkipReason,
  startKubeApiserver,
  startKubeSim,
} from "@xp-tracker/testing";
import type { KubeApiserver, KubeSim } from "@xp-tracker/testing";
import { explain, rules } from "./documented-differences.ts";
import {
  differingLines,
  documents,
  linesWithoutServerTimes,
  objectsFile,
  ownDocuments,
  recordedFacts,
  recordedObjects,
  runs,
} from "./golden.ts";
import type { Document, Documents, Run } from "./golden.ts";
import { GOLDEN, because } from "./shared-files.ts";

type Counts = Readonly<Record<string, number>>;

const objects = { paused: 4, "uncomposed MRs": 2 };

/** How many lines each documented difference makes. The claim `invoices` lost its composition in one of the runs. */
const expected: Readonly<Record<Run, Readonly<Record<Document, Counts>>>> = {
  "": {
    metrics: { paused: 21, "condition status": 5 },
    bookkeeping: { ...objects, "condition status": 1, composition: 2 },
    snapshot: { ...objects, "condition status": 2, composition: 2 },
  },
  "-label": {
    metrics: { paused: 21, "condition status": 5 },
    bookkeeping: { ...objects, "condition status": 1, composition: 1 },
    snapshot: { ...objects, "condition status": 2, composition: 1 },
  },
};

/** Differences that add something and change nothing that was recorded. */
const additions: ReadonlySet<string> = new Set(["process metrics", "further keys", "uncomposed MRs"]);

const noRecording = sharedSkipReason(GOLDEN);
const noServer = kubeApiserverSkipReason();

describe.skipIf(noRecording)(`the recording of xp-tracker 0.3.0${because(noRecording)}`, () => {
  let sim: KubeSim;
  const own = new Map<Run, Documents>();
  beforeAll(async () => {
    sim = await startKubeSim({ objects: [objectsFile] });
    for (const run of runs) own.set(run, await ownDocuments(sim.kubeconfigPath, run));
  });
  afterAll(async () => sim?.stop());

  const lines = (document: Document, run: Run): readonly string[] =>
    differingLines(document, run, own.get(run)?.[document] ?? "");

  it.each(runs.flatMap((run) => documents.map((document) => [document, run] as const)))(
    "is the same as our %s, but for the differences that are documented, in the run %j",
    (document, run) => {
      const { onPurpose, unexplained } = explain(lines(document, run));
      const recorded = recordedFacts(document, run);
      const differing = Object.entries(onPurpose).filter(([difference]) => !additions.has(difference));
      const changed = differing.reduce((sum, [, count]) => sum + count, 0);
      const added = Object.values(onPurpose).reduce((sum, count) => sum + count, 0) - changed;
      console.log(
        `${document}${run}: ${recorded - changed} of ${recorded} recorded facts equal, ${changed} different on purpose, ` +
          `${added} added on purpose, ${unexplained.length} unexplained ${JSON.stringify(onPurpose)}`,
      );
      expect(unexplained).toEqual([]);
      expect(onPurpose).toMatchObject(expected[run][document]);
    },
  );

  it("shows every line that is documented as a difference", () => {
    const shown = runs.flatMap((run) => documents.flatMap((document) => lines(document, run)));
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.filter(({ pattern }) => !shown.some((line) => pattern.test(line)))).toEqual([]);
  });

  describe.skipIf(noServer)(`on a real kube-apiserver${because(noServer)}`, () => {
    let server: KubeApiserver;
    beforeAll(async () => {
      server = await startKubeApiserver();
      await loadObjects(server.api, recordedObjects());
    });
    afterAll(async () => server?.stop());

    it.each(runs)("has objects that give the same as those of the simulated one, in the run %j", async (run) => {
      const real = await ownDocuments(server.kubeconfigPath, run);
      // It has neither packages nor composition revisions, which is normal and no failure.
      expect(real.metrics).toContain("\nxp_tracker_snapshot_complete 1\n");
      for (const document of documents) {
        const [theirs = [], ours = []] = [own.get(run)?.[document] ?? "", real[document]].map(linesWithoutServerTimes);
        expect(theirs.length).toBeGreaterThan(70);
        expect(ours.filter((line, index) => line !== theirs[index])).toEqual([]);
        expect(ours.length).toBe(theirs.length);
      }
    });
  });
});
