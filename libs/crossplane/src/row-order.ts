import type { Row } from "./row.ts";

const keys = ["gvr", "namespace", "name", "uid"] as const satisfies readonly (keyof Row)[];

/**
 * A total order of rows: gvr, namespace, name, uid, each by UTF-16 code units. No locale takes part, so that
 * all replicas on all machines sort alike.
 */
export function compareRows(a: Row, b: Row): number {
  for (const key of keys) {
    if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  }
  return 0;
}

/** The rows in the order of {@link compareRows}; the same array if they are in order already. */
export const sortRows = (rows: readonly Row[]): readonly Row[] =>
  rows.every((row, index) => index === 0 || compareRows(rows[index - 1] ?? row, row) <= 0)
    ? rows
    : rows.toSorted(compareRows);
