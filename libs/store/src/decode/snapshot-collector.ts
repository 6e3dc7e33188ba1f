import { compareRows, interner, makeRow } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { byClass } from "../by-class.ts";
import { factsCollector } from "./facts-collector.ts";
import type { FactsCollector } from "./facts-collector.ts";
import { rowsKey } from "../wire/wire-fields.ts";
import { rowReader } from "../wire/wire-rows.ts";

/** What was found in a document. */
export interface SnapshotCollector extends FactsCollector {
  readonly rows: Readonly<Record<ResourceClass, readonly Row[]>>;
  /** Classes whose rows came in another order than that of `compareRows`; the original writes them in any order. */
  readonly unordered: ReadonlySet<ResourceClass>;
}

/** Collects rows and facts from what the scanner finds. */
export function snapshotCollector(maxRows: number, tooManyRows: () => Error): SnapshotCollector {
  const intern = interner({ limit: Number.POSITIVE_INFINITY });
  const rows = byClass((): Row[] => []);
  const unordered = new Set<ResourceClass>();
  let count = 0;

  const collectRows = (resourceClass: ResourceClass): ((value: unknown) => void) => {
    const read = rowReader(resourceClass, intern);
    let last: Row | undefined;
    return (value) => {
      if (++count > maxRows) throw tooManyRows();
      const row = makeRow(read(value));
      if (last !== undefined && compareRows(last, row) > 0) unordered.add(resourceClass);
      rows[resourceClass].push(row);
      last = row;
    };
  };
  const lists = Object.values(byClass((name) => [rowsKey[name], collectRows(name)] as const));
  return { ...factsCollector(new Map(lists)), rows, unordered };
}
