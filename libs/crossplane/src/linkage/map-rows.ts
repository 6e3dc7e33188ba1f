import type { Row } from "../rows/row.ts";

/** Like `map`; the very same array if no row changed. */
export function mapRows(rows: readonly Row[], change: (row: Row) => Row): readonly Row[] {
  const changed = rows.map(change);
  return changed.every((row, index) => row === rows[index]) ? rows : changed;
}
