import { carryLinks, sortRows, walkRows } from "@xp-tracker/crossplane";
import type { ResourceClass, Row, Touched } from "@xp-tracker/crossplane";

/** What became of a list since its rows were linked. */
export interface ListChange {
  /** In order, with what linkage found for the same objects before. The very array that was linked where nothing changed. */
  readonly rows: readonly Row[];
  /** Whether they stand where the list that was read has them. */
  readonly isInOrder: boolean;
  /** What linkage has to look at again. */
  readonly touched: readonly Touched[];
  /** States that it has seen and that are no more. */
  readonly gone: readonly Touched[];
}

/** @param linked the rows as they were linked last; none of a list that is new */
export function listChange(name: ResourceClass, items: readonly Row[], linked: readonly Row[]): ListChange {
  const change = changeInOrder(name, items, linked);
  return change.isInOrder ? change : { ...changeInOrder(name, sortRows(items), linked), isInOrder: false };
}

function changeInOrder(name: ResourceClass, items: readonly Row[], linked: readonly Row[]): ListChange {
  const [touched, gone]: [Touched[], Touched[]] = [[], []];
  let rows = items;
  let isSame = items.length === linked.length;
  const leave = (row: Row): void => {
    // Nothing is found by way of an MR.
    if (name !== "managed") gone.push({ class: name, row });
  };
  const touch = (row: Row): void => {
    isSame = false;
    touched.push({ class: name, row });
  };
  const carry = (row: Row, before: Row, index: number): void => {
    const carried = carryLinks(row, before, name);
    if (carried === undefined) {
      touch(row);
      leave(before);
      return;
    }
    isSame &&= carried === before;
    if (carried === row) return;
    if (rows === items) rows = [...items];
    (rows as Row[])[index] = carried;
  };
  const isInOrder = walkRows(linked, items, { changed: carry, came: touch, gone: leave });
  return { rows: isSame ? linked : rows, isInOrder, touched, gone };
}
