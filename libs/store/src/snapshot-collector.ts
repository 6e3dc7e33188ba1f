import { compareRows, interner } from "@xp-tracker/crossplane";
import type { CompositionRevision, PackageRow, ResourceClass, Row, Source } from "@xp-tracker/crossplane";
import { byClass } from "./by-class.ts";
import { FormatError, ShapeError } from "./format-error.ts";
import type { JsonEvents } from "./json-scanner.ts";
import { rowsKey } from "./wire-fields.ts";
import { compositionRevisionTypes, packageTypes, readRecord, sourceTypes } from "./wire-records.ts";
import { rowReader } from "./wire-rows.ts";

/** What was found in a document. */
export interface Collected {
  readonly rows: Readonly<Record<ResourceClass, readonly Row[]>>;
  /** Classes whose rows came in another order than that of `compareRows`; the original writes them in any order. */
  readonly unordered: ReadonlySet<ResourceClass>;
  readonly sources: readonly Source[];
  readonly packages: readonly PackageRow[];
  readonly compositionRevisions: readonly CompositionRevision[];
  /** All members that are not lists. */
  readonly members: ReadonlyMap<string, unknown>;
  /** @throws ShapeError if an entry was not what it should be, or a list that every snapshot has is missing */
  readonly checkShape: () => void;
}

/** Collects rows and facts from what the scanner finds. Keys that it does not know are ignored. */
export function snapshotCollector(
  maxRows: number,
  tooManyRows: () => Error,
): { readonly collected: Collected; readonly events: JsonEvents } {
  const intern = interner(Number.POSITIVE_INFINITY);
  const rows = byClass((): Row[] => []);
  const unordered = new Set<ResourceClass>();
  const sources: Source[] = [];
  const packages: PackageRow[] = [];
  const compositionRevisions: CompositionRevision[] = [];
  const members = new Map<string, unknown>();
  const keys = new Set<string>();
  let misshapen: ShapeError | undefined;
  let count = 0;

  const collectRows = (resourceClass: ResourceClass): ((value: unknown) => void) => {
    const read = rowReader(resourceClass, intern);
    let last: Row | undefined;
    return (value) => {
      if (++count > maxRows) throw tooManyRows();
      const row = read(value);
      if (last !== undefined && compareRows(last, row) > 0) unordered.add(resourceClass);
      rows[resourceClass].push(row);
      last = row;
    };
  };
  const lists = new Map<string, (value: unknown) => void>([
    ...Object.values(byClass((name) => [rowsKey[name], collectRows(name)] as const)),
    ["sources", (value) => sources.push(readRecord(sourceTypes, value))],
    ["packages", (value) => packages.push(readRecord(packageTypes, value))],
    ["compositionRevisions", (value) => compositionRevisions.push(readRecord(compositionRevisionTypes, value))],
  ]);
  const enter = (key: string): void => {
    if (keys.has(key)) throw new FormatError(`has "${key}" twice`);
    keys.add(key);
  };

  const events: JsonEvents = {
    array: enter,
    element(key, value) {
      // The first fault is enough; whether it is one depends on the schema version, which comes behind the rows.
      if (misshapen !== undefined) return;
      try {
        lists.get(key)?.(value);
      } catch (error) {
        if (!(error instanceof ShapeError)) throw error;
        misshapen = error;
      }
    },
    member(key, value) {
      enter(key);
      members.set(key, value);
      // Go writes null for a list that was never made.
      if (lists.has(key) && value !== null) misshapen ??= new ShapeError(`has no list as "${key}"`);
    },
    wants: () => true,
  };
  const checkShape = (): void => {
    if (misshapen !== undefined) throw misshapen;
    const missing = [rowsKey.claim, rowsKey.composite].find((key) => !keys.has(key));
    if (missing !== undefined) throw new ShapeError(`is no snapshot: it has no "${missing}"`);
  };
  return { collected: { rows, unordered, sources, packages, compositionRevisions, members, checkShape }, events };
}
