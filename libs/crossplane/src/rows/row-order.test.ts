import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Gvr } from "../gvr.ts";
import { emptyRow } from "./row.ts";
import { compareRows } from "./row-order.ts";
import { sortRows } from "./sort-rows.ts";

const row = (gvr: string, namespace: string, name: string, uid = "") => ({
  ...emptyRow,
  gvr: gvr as Gvr,
  namespace,
  name,
  uid,
});

describe("the order of rows", () => {
  it("is by gvr, namespace, name and uid, by code units and not by any locale", () => {
    const ordered = [
      row("a.example/v1/as", "", "b"),
      row("a.example/v1/as", "team", "Z"),
      row("a.example/v1/as", "team", "a"),
      row("a.example/v1/as", "team", "a", "1"),
      row("a.example/v1/as", "team", "ä"),
      row("a.example/v1/as", "team-a", "a"),
      row("a.example/v1/bs", "", "a"),
    ];
    expect(sortRows(ordered.toReversed())).toEqual(ordered);
  });

  it("leaves an array that is in order as it is", () => {
    const ordered = [row("a.example/v1/as", "", "a"), row("a.example/v1/as", "", "a"), row("a.example/v1/as", "", "b")];
    expect(sortRows(ordered)).toBe(ordered);
    expect(sortRows([])).toEqual([]);
  });

  it("is found also where an earlier state of the list is known", () => {
    const some = fc.constantFrom("", "a", "b");
    const rows = fc.array(fc.tuple(some, some, some, some).map((parts) => row(...parts)));
    fc.assert(
      fc.property(rows, rows, fc.func(fc.boolean()), (earlier, others, isKept) => {
        const before = earlier.toSorted(compareRows);
        const now = [...before.filter(isKept), ...others];
        for (const list of [now, now.toSorted(compareRows)]) {
          expect(sortRows(list, before)).toEqual(list.toSorted(compareRows));
        }
      }),
    );
  });

  it("does not depend on the order before", () => {
    const some = fc.constantFrom("", "a", "b");
    const rows = fc.array(fc.tuple(some, some, some, some).map((parts) => row(...parts)));
    fc.assert(
      fc.property(rows, (unordered) => {
        expect(sortRows(unordered.toReversed())).toEqual(sortRows(unordered));
        expect(unordered.toSorted(compareRows)).toEqual(sortRows(unordered));
      }),
    );
  });
});
