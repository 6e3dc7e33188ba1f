import { compareRows } from "@xp-tracker/crossplane";
import type { Row } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rowChunks } from "./row-chunks.ts";
import type { OrderedChunk } from "./row-chunks.ts";
import { sampleRow } from "../testing/sample-snapshot.ts";
import { twinsAmong } from "./twins.ts";

const types = ["Bucket", "Cluster"].map((kind) => ({ kind, gvr: sampleRow({ kind, name: "n" }).gvr }));
const rowOf = (kind: string, index: number): Row =>
  sampleRow({ kind, name: `orders-${String(index).padStart(8, "0")}`, uid: String(index) });
const many = types.flatMap(({ kind }) => Array.from({ length: 600 }, (_, index) => rowOf(kind, index)));

type Change = (rows: readonly Row[], at: number) => readonly Row[];
const rowAt = (rows: readonly Row[], at: number): Row => rows[at % rows.length] ?? rowOf("Bucket", at);
const replaced = (rows: readonly Row[], at: number, row: Row): readonly Row[] =>
  rows.length === 0 ? rows : rows.with(at % rows.length, row);
const inserted = (rows: readonly Row[], row: Row): readonly Row[] => [...rows, row].toSorted(compareRows);

/** What may happen to rows between two snapshots. */
const changes: Readonly<Record<string, Change>> = {
  "changes its state": (rows, at) => replaced(rows, at, { ...rowAt(rows, at), ready: 1 }),
  "is replaced by one of another name": (rows, at) => replaced(rows, at, { ...rowAt(rows, at), name: `other-${at}` }),
  "is there once more": (rows, at) => inserted(rows, rowAt(rows, at)),
  "is created": (rows, at) => inserted(rows, rowOf("Bucket", 10_000 + at)),
  "is deleted": (rows, at) => rows.toSpliced(at % rows.length, 1),
  "is listed twice": (rows, at) => inserted(rows, { ...rowAt(rows, at), uid: "another" }),
  "is listed in two versions": (rows, at) =>
    inserted(rows, { ...rowAt(rows, at), version: "v2", gvr: `acme.example/v2/${at % 2}` as Row["gvr"] }),
  "is in a list of another type": (rows, at) => replaced(rows, at, { ...rowAt(rows, at), kind: "Other" }),
  "has an older version": (rows, at) => replaced(rows, at, { ...rowAt(rows, at), version: "v0" }),
  "comes out of order": (rows, at) => [...rows.slice(at % rows.length), ...rows.slice(0, at % rows.length)],
  "changes places with its chunk": (rows) => {
    const [first, second, ...rest] = rowChunks("managed", rows).map((chunk) => chunk.rows);
    return [...(second ?? []), ...(first ?? []), ...rest.flat()];
  },
  "is in order again": (rows) => rows.toSorted(compareRows),
  "is the last": (rows, at) => rows.slice(0, (at % rows.length) + 1),
  "is the first": (rows, at) => rows.slice(at % rows.length),
};

const anyChanges = fc.array(fc.tuple(fc.constantFrom(...Object.keys(changes)), fc.nat(5_000)), { maxLength: 6 });

const all = (chunks: readonly OrderedChunk[], rowsOf: (chunk: OrderedChunk) => Iterable<Row>): readonly Row[] =>
  chunks.flatMap((chunk) => [...rowsOf(chunk)]);

describe("chunks of rows that are made after others", () => {
  it("are those that are made anew, whatever happened to the rows", () => {
    fc.assert(
      fc.property(anyChanges, fc.nat(600), fc.constantFrom(0, 300), (some, buckets, clusters) => {
        let rows: readonly Row[] = [...many.slice(600 - buckets, 600), ...many.slice(600, 600 + clusters)];
        let chunks = rowChunks("managed", rows);
        for (const [name, at] of some) {
          rows = changes[name]?.(rows, at) ?? rows;
          chunks = rowChunks("managed", rows, chunks);
          expect(chunks).toEqual(rowChunks("managed", rows));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("have all rows in order and know all twins", () => {
    fc.assert(
      fc.property(anyChanges, (some) => {
        let rows: readonly Row[] = many;
        for (const [name, at] of some) rows = changes[name]?.(rows, at) ?? rows;
        const chunks = rowChunks("managed", rows);
        const sorted = rows.toSorted(compareRows);
        const { twins, versionedTwins } = twinsAmong(sorted);
        expect(all(chunks, (chunk) => chunk.rows)).toEqual(sorted);
        expect(new Set(all(chunks, (chunk) => chunk.twins))).toEqual(twins);
        expect(new Set(all(chunks, (chunk) => chunk.versionedTwins))).toEqual(versionedTwins);
      }),
      { numRuns: 50 },
    );
  });

  it("are the very same chunks where no row changed, also where there are twins elsewhere", () => {
    const twin = { ...rowAt(many, 3), uid: "another" };
    for (const rows of [many, inserted(many, twin)]) {
      const before = rowChunks("managed", rows);
      const after = rowChunks("managed", replaced(rows, 900, { ...rowAt(rows, 900), ready: 1 }), before);
      const changed = after.filter((chunk) => !before.includes(chunk));
      expect(changed.filter(({ twins }) => twins.size === 0)).toHaveLength(1);
    }
  });

  it("are never those of another class", () => {
    const before = rowChunks("claim", many);
    expect(rowChunks("managed", many, before)).toEqual(rowChunks("managed", many));
  });
});
