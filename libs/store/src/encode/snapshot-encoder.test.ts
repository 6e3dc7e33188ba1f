import { gunzipSync, zstdDecompressSync } from "node:zlib";
import { compareRows } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claim, mr, xr } from "../contract/samples.ts";
import { USUAL_ROWS } from "./encoded-rows.ts";
import { snapshotEncoder } from "./snapshot-encoder.ts";
import { anySnapshot } from "../testing/any-snapshot.ts";
import { bytesOf } from "../testing/bodies.ts";
import { encode, snapshotOf } from "../testing/snapshots.ts";

const never = new AbortController().signal;

const textOf = {
  none: (bytes: Buffer) => bytes.toString(),
  // Neither reads more than the first member or frame.
  gzip: async (bytes: Buffer) =>
    await new Response(new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream("gzip"))).text(),
  zstd: (bytes: Buffer) => zstdDecompressSync(bytes).toString(),
} as const;
const compressions = Object.keys(textOf) as (keyof typeof textOf)[];

async function encodedBy(encoder: ReturnType<typeof snapshotEncoder>, snapshot: Snapshot) {
  const { body, textBytes, content } = await encoder(snapshot, never);
  return { bytes: await bytesOf(body()), textBytes, content };
}

const numbered = (index: number): Row => claim(`c-${10_000 + index}`);

/** One edit of a list of rows: some come, some go, some change, and all may be listed anew. */
const anyEdit = fc.record({
  comes: fc.array(fc.nat(9_999), { maxLength: 30 }),
  goes: fc.array(fc.nat(), { maxLength: 30 }),
  goesFrom: fc.option(fc.record({ start: fc.nat(), count: fc.nat(100) })),
  changes: fc.array(fc.tuple(fc.nat(), fc.string({ maxLength: 5 })), { maxLength: 30 }),
  isListedAnew: fc.boolean(),
});
type Edit = typeof anyEdit extends fc.Arbitrary<infer E> ? E : never;

function edited(rows: readonly Row[], { comes, goes, goesFrom, changes, isListedAnew }: Edit): readonly Row[] {
  const size = Math.max(1, rows.length);
  const gone = new Set(goes.map((at) => at % size));
  const start = (goesFrom?.start ?? 0) % size;
  const changed = new Map(changes.map(([at, team]) => [at % size, team]));
  const kept = rows.flatMap((row, index) => {
    if (gone.has(index) || (goesFrom !== null && index >= start && index < start + goesFrom.count)) return [];
    const team = changed.get(index);
    return [team === undefined ? (isListedAnew ? { ...row } : row) : { ...row, team }];
  });
  const names = new Set(kept.map(({ name }) => name));
  const added = [...new Set(comes)].map(numbered).filter(({ name }) => !names.has(name));
  return [...kept, ...added].toSorted(compareRows);
}

describe("a snapshot that is encoded after others", () => {
  it.each(compressions)("has the text that it has when it is encoded alone: %s", async (compression) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(300), fc.array(anyEdit, { maxLength: 8 }), async (count, edits) => {
        const encoder = snapshotEncoder(compression);
        let rows: readonly Row[] = Array.from({ length: count }, (_, index) => numbered(index * 7));
        for (const edit of edits) {
          rows = edited(rows, edit);
          const snapshot = snapshotOf({
            claim: rows,
            composite: [xr("a")],
            managed: rows.length % 2 === 0 ? [] : [mr("a")],
          });
          const { bytes, textBytes } = await encodedBy(encoder, snapshot);
          const text = await encode(snapshot);
          expect(await textOf[compression](bytes)).toBe(text);
          expect(textBytes).toBe(Buffer.byteLength(text));
        }
      }),
      { numRuns: 25 },
    );
  });

  it("has it also where nothing of it is as it was", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anySnapshot, { maxLength: 4 }), async (snapshots) => {
        const encoder = snapshotEncoder("gzip");
        for (const snapshot of snapshots) {
          const { bytes } = await encodedBy(encoder, snapshot);
          expect(gunzipSync(bytes).toString()).toBe(await encode(snapshot));
        }
      }),
    );
  });

  it("has the same content exactly where nothing but its head differs", async () => {
    const encoder = snapshotEncoder("none");
    const rows = Array.from({ length: 100 }, (_, index) => numbered(index));
    const contentOf = async (claims: readonly Row[], more: Partial<Snapshot> = {}) =>
      (await encoder(snapshotOf({ claim: claims }, more), never)).content;
    const first = await contentOf(rows);
    const later = { generation: 8, takenAt: 1_800_000_000_000, sources: [] };
    expect(await contentOf(rows, later)).toBe(first);
    expect(await contentOf(rows.map((row) => ({ ...row })))).toBe(first);
    const changes: readonly (() => Promise<unknown>)[] = [
      () => contentOf(rows.toSpliced(50, 1)),
      () => contentOf([...rows, numbered(500)]),
      () => contentOf(rows.with(50, claim("c-10050", { readyReason: "Changed" }))),
      () => contentOf(rows, { packages: [] }),
      () => contentOf(rows, { compositionRevisions: [] }),
      () => contentOf(rows, { namespaceOwners: [{ namespace: "a", creator: "b", team: "" }] }),
    ];
    for (const change of changes) {
      const before = await contentOf(rows);
      expect(await change()).not.toBe(before);
    }
  });

  it("uses again what it made of rows that did not change, also where others came or went", async () => {
    const encoder = snapshotEncoder("gzip");
    const rows = Array.from({ length: 1_600 }, (_, index) => numbered(index));
    const piecesOf = async (claims: readonly Row[]): Promise<ReadonlySet<unknown>> =>
      new Set((await encoder(snapshotOf({ claim: claims }), never)).content.flat());
    let before = await piecesOf(rows);
    expect(before.size).toBeGreaterThan(100);
    const madeAnew = async (claims: readonly Row[]): Promise<number> => {
      const pieces = await piecesOf(claims);
      const anew = [...pieces].filter((piece) => !before.has(piece));
      before = pieces;
      return anew.length;
    };
    expect(await madeAnew(rows.map((row) => ({ ...row })))).toBe(0);
    expect(await madeAnew(rows.with(800, claim("c-10800", { readyReason: "Changed" })))).toBe(1);
    expect(await madeAnew(rows)).toBe(1);
    expect(await madeAnew(rows.toSpliced(800, 1))).toBeLessThanOrEqual(2);
    expect(await madeAnew(rows.slice(300))).toBeLessThanOrEqual(3);
    expect(await madeAnew(rows)).toBeLessThan(300 / USUAL_ROWS + 12);
  });

  it("has no comma too many where its first rows go, and none too few where others come before them", async () => {
    const encoder = snapshotEncoder("none");
    const rows = Array.from({ length: 64 }, (_, index) => numbered(index));
    for (const claims of [rows, rows.slice(16), rows, rows.slice(32), rows.slice(0, 16), []]) {
      const snapshot = snapshotOf({ claim: claims });
      expect((await encodedBy(encoder, snapshot)).bytes.toString()).toBe(await encode(snapshot));
    }
  });

  it("joins what is left of pieces whose rows went, one after the other", async () => {
    const encoder = snapshotEncoder("gzip");
    let rows: readonly Row[] = Array.from({ length: 800 }, (_, index) => numbered(index));
    await encoder(snapshotOf({ claim: rows }), never);
    for (let start = 784; start >= 0; start -= 16) {
      rows = rows.toSpliced(start, 15);
      await encoder(snapshotOf({ claim: rows }), never);
    }
    const { content } = await encoder(snapshotOf({ claim: rows }), never);
    expect(rows).toHaveLength(50);
    expect(content.flat().length).toBeLessThan((2 * rows.length) / USUAL_ROWS + 10);
  });

  it("keeps its pieces of a fair size, however often rows come and go", async () => {
    const encoder = snapshotEncoder("gzip");
    let rows: readonly Row[] = Array.from({ length: 2_000 }, (_, index) => numbered(index * 2));
    for (let cycle = 0; cycle < 200; cycle++) {
      const at = (cycle * 997) % rows.length;
      rows = (cycle % 2 === 0 ? rows.toSpliced(at, 1) : [...rows, numbered(at * 2 + 1)]).toSorted(compareRows);
      await encoder(snapshotOf({ claim: rows }), never);
    }
    const { content } = await encoder(snapshotOf({ claim: rows }), never);
    expect(content.flat().length).toBeLessThan(rows.length / USUAL_ROWS + 20);
  });

  it("is given up when it is told to, and can be encoded afterwards", async () => {
    const encoder = snapshotEncoder("none");
    const snapshot = snapshotOf({ claim: Array.from({ length: 100 }, (_, index) => numbered(index)) });
    await expect(encoder(snapshot, AbortSignal.abort(new Error("shutting down")))).rejects.toThrow("shutting down");
    const { bytes } = await encodedBy(encoder, snapshot);
    expect(bytes.toString()).toBe(await encode(snapshot));
  });
});
