import { compareRows } from "@xp-tracker/crossplane";
import type { Rows, Snapshot } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byClass } from "../by-class.ts";
import { claim, mr, xr } from "../contract/samples.ts";
import type { Run } from "./run-collector.ts";
import { decodeInRuns } from "./snapshot-runs.ts";
import type { SnapshotInRuns } from "./snapshot-runs.ts";
import { anySnapshot } from "../testing/any-snapshot.ts";
import { bodyOf } from "../testing/bodies.ts";
import { decode, encode, original, snapshotOf } from "../testing/snapshots.ts";

const never = new AbortController().signal;
type Made = Rows[keyof Rows];

async function decodeRuns(text: string, before: readonly Run<Made>[] = [], pieces: readonly string[] = [text]) {
  let parsed = 0;
  const make = (_: unknown, rows: Made): Made => {
    parsed += rows.length;
    return rows;
  };
  const read = await decodeInRuns(bodyOf(...pieces), {}, before, make, never);
  return { ...read, parsed };
}

const rowsOf = ({ runs }: SnapshotInRuns<Made>): Rows =>
  byClass((name) => runs.filter((run) => run.class === name).flatMap(({ made }) => made));

const many = (count: number, changed: (index: number) => string = () => "", skip = -1): Promise<string> => {
  const rows = Array.from({ length: count }, (_, index) => ({ ...claim(`n${1e6 + index}`), team: changed(index) }));
  const sorted = rows.filter((_, index) => index !== skip).toSorted(compareRows);
  return encode(snapshotOf({ claim: sorted, composite: [xr("a")], managed: [mr("a")] }));
};

describe("a snapshot that is read in runs", () => {
  it("has the rows and facts that it has when it is read as a whole", async () => {
    await fc.assert(
      fc.asyncProperty(anySnapshot, async (snapshot: Snapshot) => {
        const text = await encode(snapshot);
        const { rows, ...facts } = await decode(text);
        const read = await decodeRuns(text);
        expect(read.facts).toEqual(facts);
        expect(rowsOf(read)).toEqual(rows);
      }),
    );
  });

  it("is the same whatever was read before it, and however its bytes are cut", async () => {
    const count = 1500;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(count - 1), { maxLength: 4 }),
        fc.nat(count - 1),
        fc.integer({ min: 1000, max: 300_000 }),
        async (changes, skip, size) => {
          const before = await decodeRuns(await many(count));
          const text = await many(count, (index) => (changes.includes(index) ? "changed" : ""), skip);
          const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
          const anew = await decodeRuns(text);
          const next = await decodeRuns(text, before.runs, pieces);
          expect(rowsOf(next)).toEqual(rowsOf(anew));
          expect(next.runs.map(({ fingerprint }) => fingerprint)).toEqual(
            anew.runs.map(({ fingerprint }) => fingerprint),
          );
          expect(next.isOrdered).toBe(true);
        },
      ),
      { numRuns: 6 },
    );
  });

  it("reads only the runs anew in which something changed", async () => {
    const before = await decodeRuns(await many(20_000));
    expect(before.parsed).toBe(20_002);
    expect(before.runs.length).toBeGreaterThan(100);
    expect((await decodeRuns(await many(20_000), before.runs)).parsed).toBe(0);
    const { parsed } = await decodeRuns(await many(20_000, (index) => (index === 9_999 ? "changed" : "")), before.runs);
    expect(parsed).toBeGreaterThan(0);
    expect(parsed).toBeLessThan(3000);
  });

  it("finds runs again between which a writer puts spaces", async () => {
    const before = await decodeRuns(await many(1000));
    const spaced = (await many(1000)).replaceAll("},{", "} ,\n{");
    expect((await decodeRuns(spaced, before.runs)).parsed).toBe(0);
  });

  it.each([
    { what: "rows in another order", names: ["b", "a"], versions: ["v1", "v1"] },
    { what: "an object that is listed twice", names: ["a", "a"], versions: ["v1", "v1"] },
    { what: "an object that is listed in two versions", names: ["a", "a"], versions: ["v1", "v2"] },
  ])("says of $what that it is not in order", async ({ names, versions }) => {
    const rows = names.map((name, index) => {
      const version = versions[index] ?? "";
      return { gvr: `acme.example/${version}/dbs`, group: "acme.example", version, kind: "Db", name, uid: `${index}` };
    });
    const { isOrdered } = await decodeRuns(original(`"claims":${JSON.stringify(rows)},"xrs":[]`));
    expect(isOrdered).toBe(false);
  });

  it.each(["new rows", "rows that were read before"])("is read no further than its limit of %s", async (what) => {
    const text = await many(20_000);
    const before = what === "new rows" ? [] : (await decodeRuns(text)).runs;
    let taken = 0;
    async function* body() {
      for await (const piece of bodyOf(...(text.match(/[^]{1,65536}/g) ?? []))) {
        taken += piece.length;
        yield piece;
      }
    }
    let made = 0;
    const make = (_: unknown, rows: Made): Made => {
      made += rows.length;
      return rows;
    };
    const reading = decodeInRuns(body(), { maxRows: 1000, location: "here" }, before, make, never);
    await expect(reading).rejects.toMatchObject({
      code: "SNAPSHOT_TOO_LARGE",
      message: "here has more than 1000 rows",
    });
    expect(made).toBeLessThanOrEqual(1000);
    expect(taken).toBeLessThan(text.length / 2);
    await expect(decodeInRuns(bodyOf(text), { maxRows: 20_002 }, before, make, never)).resolves.toBeDefined();
  });

  it("fails as when it is read as a whole, wherever it breaks off", async () => {
    const text = await many(3);
    for (let end = 0; end < text.length; end += 7) {
      await expect(decodeRuns(text.slice(0, end))).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    }
    await expect(decodeRuns(original('"claims":[{"gvr":1}],"xrs":[]'))).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
    });
    await expect(decodeRuns(original('"claims":[{"gvr":1}],"xrs":[],"schemaVersion":"2.0"'))).rejects.toMatchObject({
      code: "SNAPSHOT_TOO_NEW",
    });
  });
});
