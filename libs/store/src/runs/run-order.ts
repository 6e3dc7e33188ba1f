import { compareRows } from "@xp-tracker/crossplane";
import type { Row } from "@xp-tracker/crossplane";

/** What has to be known of consecutive rows to tell whether they stand in order with others. */
export interface RunOrder {
  readonly first: Row | undefined;
  readonly last: Row | undefined;
  /** Each row is behind the one before it and names another object. */
  readonly isOrdered: boolean;
  /** The types that the lists hold: GVR, and group with kind. */
  readonly types: readonly (readonly [gvr: string, type: string])[];
}

export function orderOf(rows: readonly Row[]): RunOrder {
  const types = rows.filter((row, index) => index === 0 || !sameList(rows[index - 1] ?? row, row));
  return {
    first: rows[0],
    last: rows.at(-1),
    isOrdered: rows.every((row, index) => index === 0 || follows(rows[index - 1] ?? row, row)),
    types: types.map((row) => [row.gvr, JSON.stringify([row.group, row.kind])]),
  };
}

/** Whether the rows of a class are in the order of `compareRows` and no two of them name the same object. */
export function areOrdered(runs: readonly RunOrder[]): boolean {
  const typeOfList = new Map<string, string>();
  const listOfType = new Map<string, string>();
  return runs.every(({ first, isOrdered, types }, index) => {
    const before = runs[index - 1]?.last;
    const isBehind = before === undefined || first === undefined || follows(before, first);
    return (
      isOrdered &&
      isBehind &&
      types.every(([gvr, type]) => pairs(typeOfList, gvr, type) && pairs(listOfType, type, gvr))
    );
  });
}

/** Where a list has one type and a type one list, objects of the same name are neighbours. */
const follows = (before: Row, row: Row): boolean =>
  compareRows(before, row) < 0 &&
  !(sameList(before, row) && before.namespace === row.namespace && before.name === row.name);

const sameList = (a: Row, b: Row): boolean => a.gvr === b.gvr && a.group === b.group && a.kind === b.kind;

/** Whether `key` never had another value. */
function pairs(values: Map<string, string>, key: string, value: string): boolean {
  const known = values.get(key) ?? value;
  values.set(key, known);
  return known === value;
}
