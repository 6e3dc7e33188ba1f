import { compareRows } from "./row-order.ts";
import type { Row } from "./row.ts";
import { walkRows } from "./walk-rows.ts";

/**
 * The rows in the order of {@link compareRows}; the same array if they are in order already. `before` is an earlier state
 * of the list, in order: only where they differ from it is there anything to compare.
 */
export const sortRows = (rows: readonly Row[], before: readonly Row[] = []): readonly Row[] =>
  walkRows(before, rows, inOrderAlone) ? rows : rows.toSorted(compareRows);

const nothing = (): void => undefined;
const inOrderAlone = { changed: nothing, came: nothing, gone: nothing };
