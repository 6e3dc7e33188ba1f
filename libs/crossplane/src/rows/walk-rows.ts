import { compareRows } from "./row-order.ts";
import type { Row } from "./row.ts";

/** What is told of two states of a list. Rows that are the very same in both are passed over. */
export interface RowVisitor {
  /** The same object, in another row. `index` is its place in the later state. */
  readonly changed: (row: Row, before: Row, index: number) => void;
  readonly came: (row: Row, index: number) => void;
  readonly gone: (before: Row) => void;
}

/**
 * Compares two states of a list, of which the earlier is in the order of `compareRows`. The cost is that of a look at each
 * row, and of comparing those that differ.
 * @returns false where the later state is not in that order: what was told is then of no use
 */
export function walkRows(before: readonly Row[], after: readonly Row[], { changed, came, gone }: RowVisitor): boolean {
  let place = 0;
  for (let index = 0; index < after.length; index++) {
    const row = after[index] as Row;
    let other = before[place];
    while (other !== undefined && other !== row && compareRows(other, row) < 0) {
      gone(other);
      other = before[++place];
    }
    if (other === row) place++;
    else if (other !== undefined && compareRows(other, row) === 0) {
      changed(row, other, index);
      place++;
    } else {
      // All others stand where the earlier state has them.
      if (index > 0 && compareRows(after[index - 1] as Row, row) > 0) return false;
      came(row, index);
    }
  }
  for (; place < before.length; place++) gone(before[place] as Row);
  return true;
}
