import type { Row } from "@xp-tracker/crossplane";

type Field = "group" | "version" | "kind" | "namespace" | "name" | "gvr" | "uid";

/**
 * What names an object. Without the version: the same object is listed twice where two versions of its type are
 * polled, and must not be counted twice or give a sample twice.
 */
const identity: readonly Field[] = ["group", "kind", "namespace", "name"];
const tieBreak: readonly Field[] = ["gvr", "uid"];

/** Identity of the 0.3 families, whose labels have the version. */
const identityWithVersion: readonly Field[] = ["group", "version", "kind", "namespace", "name"];

/** Rows in the order of their identity, one for each: independent of the order in which they came. */
export const distinctRows = distinctBy(identity);

/** As {@link distinctRows}, where another version is another object. */
export const distinctVersionedRows = distinctBy(identityWithVersion);

function distinctBy(fields: readonly Field[]): (rows: readonly Row[]) => readonly Row[] {
  // Rows are immutable, and the tables of one page ask for the same ones several times.
  const known = new WeakMap<readonly Row[], readonly Row[]>();
  return (rows) => {
    const found = known.get(rows) ?? sortedWithoutTwins(rows, fields);
    known.set(rows, found);
    return found;
  };
}

function sortedWithoutTwins(rows: readonly Row[], fields: readonly Field[]): readonly Row[] {
  const isAfter = (row: Row, index: number): boolean => {
    const before = rows[index - 1];
    return before === undefined || compare(before, row, fields) < 0;
  };
  if (rows.every(isAfter)) return rows;
  const sorted = rows.toSorted((a, b) => compare(a, b, fields) || compare(a, b, tieBreak));
  return sorted.filter((row, index) => {
    const before = sorted[index - 1];
    return before === undefined || compare(before, row, fields) !== 0;
  });
}

/** By UTF-16 code units: locales must not make replicas differ. */
function compare(a: Row, b: Row, fields: readonly Field[]): number {
  for (const field of fields) {
    if (a[field] !== b[field]) return a[field] < b[field] ? -1 : 1;
  }
  return 0;
}
