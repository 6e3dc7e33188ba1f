import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Gvr } from "../gvr.ts";
import { compareRows } from "./row-order.ts";
import { emptyRow } from "./row.ts";
import type { Row } from "./row.ts";
import { walkRows } from "./walk-rows.ts";

const some = fc.constantFrom("", "a", "b", "c");
/** A list as one cycle reads it: no object twice, in order. */
const list = fc
  .uniqueArray(fc.tuple(some, some, some), { selector: (parts) => parts.join("/") })
  .map((all) =>
    all
      .map(([namespace, name, uid]): Row => ({ ...emptyRow, gvr: "a.example/v1/as" as Gvr, namespace, name, uid }))
      .toSorted(compareRows),
  );

describe("two states of a list", () => {
  it("differ in what is told: with it, the earlier becomes the later", () => {
    fc.assert(
      fc.property(list, list, fc.array(fc.boolean()), (before, others, reused) => {
        // Of objects in both, some rows are the very same.
        const after = others.map(
          (row, index) => (reused[index] && before.find((other) => compareRows(other, row) === 0)) || row,
        );
        const [gone, came] = [new Set<Row>(), new Map<number, Row>()];
        const changed = new Map<Row, Row>();
        const isInOrder = walkRows(before, after, {
          gone: (row) => gone.add(row),
          came: (row, index) => came.set(index, row),
          changed: (row, other, index) => {
            expect(after[index]).toBe(row);
            expect(row).not.toBe(other);
            changed.set(other, row);
          },
        });
        expect(isInOrder).toBe(true);
        for (const [index, row] of came) expect(after[index]).toBe(row);
        const kept = before.filter((row) => !gone.has(row)).map((row) => changed.get(row) ?? row);
        const result = [...kept, ...came.values()].toSorted(compareRows);
        expect(result.length).toBe(after.length);
        for (const [index, row] of result.entries()) expect(row).toBe(after[index]);
      }),
    );
  });

  it("are told apart from a list that is not in order", () => {
    const ignore = (): void => undefined;
    const visitor = { changed: ignore, came: ignore, gone: ignore };
    fc.assert(
      fc.property(list, list, (before, after) => {
        const isInOrder = after.length < 2;
        expect(walkRows(before, after.toReversed(), visitor)).toBe(isInOrder);
      }),
    );
  });
});
