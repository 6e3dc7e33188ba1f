import type { Row } from "../rows/row.ts";
import { compareRows } from "../rows/row-order.ts";

/** What names one object among all: none of the parts may hold a slash. */
export const identity = (group: string, kind: string, namespace: string, name: string): string =>
  `${group}/${kind}/${namespace}/${name}`;

export const identityOf = ({ group, kind, namespace, name }: Row): string => identity(group, kind, namespace, name);

/**
 * Rows by a key that tells objects apart; rows with the key `""` are left out. One object may be listed in two
 * versions: the first in order is kept, whatever order the rows come in.
 */
export function indexBy(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, Row> {
  const index = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    const other = index.get(key);
    if (key !== "" && (other === undefined || compareRows(row, other) < 0)) index.set(key, row);
  }
  return index;
}

interface UniqueIndex {
  /** The only object with the key; undefined where there is none, or several. */
  get(key: string): Row | undefined;
  has(key: string): boolean;
}

/** Rows by a key that need not tell objects apart. */
export function indexUnique(rows: readonly Row[], keyOf: (row: Row) => string): UniqueIndex {
  const index = new Map<string, Row>();
  const ambiguous = new Set<string>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === "") continue;
    const other = index.get(key);
    if (other === undefined) index.set(key, row);
    else if (!isSameObject(row, other)) ambiguous.add(key);
    else if (compareRows(row, other) < 0) index.set(key, row);
  }
  return { get: (key) => (ambiguous.has(key) ? undefined : index.get(key)), has: (key) => index.has(key) };
}

/** Also where it is listed in two versions. */
export const isSameObject = (a: Row, b: Row): boolean => a === b || (a.uid !== "" && a.uid === b.uid);
