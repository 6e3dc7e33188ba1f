import { describe, expect, it } from "vitest";
import { rowChunks } from "./row-chunks.ts";
import { sampleRow } from "../testing/sample-snapshot.ts";

const rowOf = (index: number) => sampleRow({ kind: "Bucket", name: `orders-${String(index).padStart(8, "0")}` });
const rows = Array.from({ length: 20_000 }, (_, index) => rowOf(index));
const textsOf = (some: typeof rows): readonly string[] =>
  Array.from(rowChunks("managed", some), (chunk) => chunk.rows.map(({ name }) => name).join());

describe("chunks of rows", () => {
  it("together are the rows in their order, whatever order they came in", () => {
    const names = rows.map(({ name }) => name).join();
    expect(textsOf(rows).join()).toBe(names);
    expect(textsOf(rows.toReversed())).toEqual(textsOf(rows));
  });

  it("are of much the same size, also where names are numbers in sequence", () => {
    const sizes = Array.from(rowChunks("managed", rows), (chunk) => chunk.rows.length).slice(0, -1);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(64);
    // A row that changes costs the chunk that it is in: long ones count as often as they have rows.
    const ofAnyRow = sizes.reduce((sum, size) => sum + size * size, 0) / sizes.reduce((sum, size) => sum + size, 0);
    expect(ofAnyRow).toBeLessThan(200);
  });

  it("stay as they were, but for a few, when a row comes or goes", () => {
    const before = new Set(textsOf(rows));
    for (const changed of [rows.toSpliced(9_000, 1), [...rows, rowOf(90_000)], rows.slice(1)]) {
      expect(textsOf(changed).filter((text) => !before.has(text)).length).toBeLessThan(10);
    }
  });
});
