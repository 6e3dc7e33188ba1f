import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { compareRows } from "@xp-tracker/crossplane";
import { sharedPath, sharedSkipReason } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { claim } from "../contract/samples.ts";
import { decode, encode, original, originalClaim, snapshotOf } from "../testing/snapshots.ts";

describe("decodeSnapshot, of what the original wrote", () => {
  it("takes what an object is effectively for what it says itself", async () => {
    const { rows } = await decode(originalClaim('"creator":"ada","team":"data","composition":"postgres"'));
    expect(rows.claim[0]).toMatchObject({ ownCreator: "ada", ownTeam: "data", ownComposition: "postgres" });
  });

  it("has generation 0, no cluster and no sources", async () => {
    expect(await decode(originalClaim('"ready":true'))).toMatchObject({
      generation: 0,
      cluster: "",
      takenAt: Date.UTC(2026, 1, 15, 10, 0, 0, 123),
      sources: [],
      packages: [],
      compositionRevisions: [],
    });
  });

  it("knows ready or not, but not unknown", async () => {
    const text = original(
      '"claims":[{"gvr":"a/b/c","name":"1","ready":true,"synced":false},{"gvr":"a/b/c","name":"2"}],"xrs":[]',
    );
    expect((await decode(text)).rows.claim.map(({ ready, synced }) => [ready, synced])).toEqual([
      [1, 0],
      [-1, -1],
    ]);
  });

  it.each([
    { time: '"2026-11-22T13:12:29Z"', seconds: 1_795_353_149 },
    { time: '"2026-11-22T14:12:29+01:00"', seconds: 1_795_353_149 },
    { time: '"2026-11-22T13:12:29.999999999Z"', seconds: 1_795_353_149 },
    { time: '"0001-01-01T00:00:00Z"', seconds: 0 },
    { time: "null", seconds: 0 },
  ])("reads the time $time", async ({ time, seconds }) => {
    expect((await decode(originalClaim(`"createdAt":${time}`))).rows.claim[0]?.createdAt).toBe(seconds);
  });

  it("puts rows into our order", async () => {
    const row = (gvr: string, name: string): string => `{"gvr":"a/v1/${gvr}","name":"${name}"}`;
    const text = original(`"claims":[${row("z", "a")},${row("b", "2")},${row("b", "1")}],"xrs":null`);
    expect((await decode(text)).rows.claim.map(({ gvr, name }) => gvr + name)).toEqual([
      "a/v1/b1",
      "a/v1/b2",
      "a/v1/za",
    ]);
  });

  it("puts very many rows into our order too", async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => claim(`claim-${(index * 7919) % 20_000}`));
    const decoded = await decode(await encode(snapshotOf({ claim: rows })));
    expect(decoded.rows.claim).toEqual(rows.toSorted(compareRows));
  });

  it("ignores keys that it does not know, on every level", async () => {
    const text = original(
      '"claims":[{"gvr":"a/b/c","name":"1","x":[{}]}],"xrs":[],"mrs":[],"y":{"z":[1]},"w":[[1],{"claims":2}]',
    );
    expect((await decode(text)).rows.claim).toHaveLength(1);
  });

  const RECORDING = "golden/xp-tracker-0.3.0/basic";
  const golden = sharedPath(RECORDING);
  const reason = sharedSkipReason(RECORDING);
  it.skipIf(reason !== undefined)(
    `writes a recorded snapshot again, row for row and byte for byte (${reason ?? "of release 0.3.0"})`,
    async () => {
      for (const file of ["snapshot.json", "snapshot-label.json"]) {
        const bytes = await readFile(join(golden, file));
        const theirs = JSON.parse(bytes.toString()) as Record<string, unknown>;
        const text = await encode(await decode(bytes));
        expect(Object.keys(JSON.parse(text) as object)).toEqual([
          ...Object.keys(theirs),
          "schemaVersion",
          "generation",
          "cluster",
          "sources",
          "packages",
          "compositionRevisions",
          "namespaceOwners",
        ]);
        const rowTexts = (document: string): string[] => (document.match(/\{"gvr":.*?\}(?=[,\]])/g) ?? []).toSorted();
        expect(rowTexts(text)).toEqual(rowTexts(bytes.toString()));
        expect(rowTexts(text)).toHaveLength(74);
      }
    },
  );
});
