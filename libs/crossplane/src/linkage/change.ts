import type { Row } from "../row.ts";

/** The row with those fields; the very same row if it has them already, so that generations share memory. */
export function withFields(row: Row, fields: Partial<Row>): Row {
  for (const key in fields) {
    if (row[key as keyof Row] !== fields[key as keyof Row]) return { ...row, ...fields };
  }
  return row;
}

/** Like `map`; the very same array if no row changed. */
export function mapRows(rows: readonly Row[], change: (row: Row) => Row): readonly Row[] {
  const changed = rows.map(change);
  return changed.every((row, index) => row === rows[index]) ? rows : changed;
}
