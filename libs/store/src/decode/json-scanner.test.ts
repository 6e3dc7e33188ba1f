import * as fc from "fast-check";
import { expect, it } from "vitest";
import { jsonScanner } from "./json-scanner.ts";

const BETWEEN = '},{"gvr":';

/** Elements of `rows` as they stand, of a document that comes in pieces of that size. */
function elementsOf(document: string, pieceBytes: number): readonly unknown[] {
  const found: unknown[] = [];
  const raw = {
    wants: (key: string) => key === "rows",
    between: Buffer.from(BETWEEN),
    element: (bytes: Buffer) => void found.push(JSON.parse(bytes.toString())),
    known: () => 0,
    end: () => undefined,
  };
  const ignore = (): void => undefined;
  const scanner = jsonScanner({ array: ignore, element: ignore, member: ignore, wants: () => false, raw }, 1e6);
  const bytes = Buffer.from(document);
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    scanner.push(bytes.subarray(start, start + pieceBytes));
  }
  scanner.end();
  return found;
}

/** Text that looks like what stands between rows, in all the ways in which it can come into a document. */
const text = fc.oneof(
  fc.constantFrom(BETWEEN, "},{", '{"gvr":"x"}', "[", "{", "\\", '"'),
  fc.string({ unit: "binary" }),
);
const value = fc.oneof(
  text,
  fc.integer(),
  fc.record({ gvr: text }),
  fc.array(fc.record({ gvr: text, deep: fc.array(fc.record({ gvr: text })) }), { maxLength: 3 }),
);
const row = fc.oneof(
  fc.record({ gvr: text, a: value, b: value }),
  fc.record({ a: value, gvr: text }),
  fc.array(fc.record({ gvr: text })),
  text,
  fc.constant({}),
);

it("finds the elements of a list, whatever is in them and wherever the bytes are cut", () => {
  const rows = fc.array(row, { maxLength: 6 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 300 }), fc.constantFrom(0, 1), (list, pieceBytes, spaces) => {
      const document = JSON.stringify({ rows: list, more: 1 }, undefined, spaces);
      expect(elementsOf(document, pieceBytes)).toEqual(list);
    }),
    { numRuns: 2_000 },
  );
});
