import type { Row } from "@xp-tracker/crossplane";

/** Rows that name the same object as an earlier row. They must not be counted twice or give a sample twice. */
export interface Twins {
  /** An object that is listed in two versions of its type, say. */
  readonly twins: ReadonlySet<Row>;
  /** Those of them that agree in the version too. */
  readonly versionedTwins: ReadonlySet<Row>;
}

/** @param rows in the order of `compareRows` */
export function twinsAmong(rows: readonly Row[]): Twins {
  if (!hasOneListForEachType(rows)) return { twins: strangers(rows, false), versionedTwins: strangers(rows, true) };
  const twins = neighbours(rows);
  return { twins, versionedTwins: twins };
}

/** The first of the rows of each list of one type. */
export const firstOfLists = (rows: readonly Row[]): readonly Row[] =>
  rows.filter((row, index) => {
    const before = rows[index - 1];
    return before === undefined || !sameList(before, row);
  });

/**
 * Nearly always so; then twins are neighbours in the order of rows.
 * @param rows all, or the first ones of lists
 */
export function hasOneListForEachType(rows: readonly Row[]): boolean {
  const lists = new Set<string>();
  const types = new Set<string>();
  return firstOfLists(rows).every((row) => {
    const isFirst = !lists.has(row.gvr) && !types.has(typeOf(row));
    lists.add(row.gvr);
    types.add(typeOf(row));
    return isFirst;
  });
}

const neighbours = (rows: readonly Row[]): ReadonlySet<Row> =>
  new Set(
    rows.filter((row, index) => {
      const before = rows[index - 1];
      return before !== undefined && sameList(before, row) && sameName(before, row);
    }),
  );

function strangers(rows: readonly Row[], versioned: boolean): ReadonlySet<Row> {
  const known = new Set<string>();
  return new Set(
    rows.filter((row) => {
      const name = JSON.stringify([typeOf(row), versioned ? row.version : "", row.namespace, row.name]);
      const isTwin = known.has(name);
      known.add(name);
      return isTwin;
    }),
  );
}

const typeOf = (row: Row): string => JSON.stringify([row.group, row.kind]);
export const sameList = (a: Row, b: Row): boolean =>
  a.gvr === b.gvr && a.group === b.group && a.version === b.version && a.kind === b.kind;
export const sameName = (a: Row, b: Row): boolean => a.namespace === b.namespace && a.name === b.name;
