import { resourceClasses } from "@xp-tracker/crossplane";
import type { CompositionRevision, NamespaceOwner, PackageRow, Source } from "@xp-tracker/crossplane";
import { FormatError, ShapeError } from "../snapshot/format-error.ts";
import type { JsonEvents } from "./json-events.ts";
import { rowsKey } from "../wire/wire-fields.ts";
import {
  compositionRevisionTypes,
  namespaceOwnerTypes,
  packageTypes,
  readRecord,
  sourceTypes,
} from "../wire/wire-records.ts";

/** What a document holds besides its rows. */
interface Facts {
  readonly sources: readonly Source[];
  readonly packages: readonly PackageRow[];
  readonly compositionRevisions: readonly CompositionRevision[];
  readonly namespaceOwners: readonly NamespaceOwner[];
}

export interface FactsCollector {
  readonly facts: Facts;
  /** All members that are not lists. */
  readonly members: ReadonlyMap<string, unknown>;
  readonly events: JsonEvents;
  /** Reads what may not be what it should be; the first such fault is kept for {@link checkShape}. */
  attempt(read: () => void): void;
  /** @throws ShapeError if an entry was not what it should be, or a list that every snapshot has is missing */
  checkShape(): void;
}

/**
 * Collects facts from what the scanner finds. Keys that it does not know are ignored.
 * @param rowLists what takes the elements of the lists of rows, by key
 */
export function factsCollector(rowLists: ReadonlyMap<string, (value: unknown) => void>): FactsCollector {
  const sources: Source[] = [];
  const packages: PackageRow[] = [];
  const compositionRevisions: CompositionRevision[] = [];
  const namespaceOwners: NamespaceOwner[] = [];
  const members = new Map<string, unknown>();
  const keys = new Set<string>();
  let misshapen: ShapeError | undefined;

  const lists = new Map<string, (value: unknown) => void>([
    ...rowLists,
    ["sources", (value) => sources.push(readRecord(sourceTypes, value))],
    ["packages", (value) => packages.push(readRecord(packageTypes, value))],
    ["compositionRevisions", (value) => compositionRevisions.push(readRecord(compositionRevisionTypes, value))],
    ["namespaceOwners", (value) => namespaceOwners.push(readRecord(namespaceOwnerTypes, value))],
  ]);
  const isList = (key: string): boolean =>
    lists.has(key) || resourceClasses.some((resourceClass) => rowsKey[resourceClass] === key);
  const enter = (key: string): void => {
    if (keys.has(key)) throw new FormatError(`has "${key}" twice`);
    keys.add(key);
  };
  const attempt = (read: () => void): void => {
    // The first fault is enough; whether it is one depends on the schema version, which comes behind the rows.
    if (misshapen !== undefined) return;
    try {
      read();
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      misshapen = error;
    }
  };

  const events: JsonEvents = {
    array: enter,
    element: (key, value) => attempt(() => lists.get(key)?.(value)),
    member(key, value) {
      enter(key);
      members.set(key, value);
      // Go writes null for a list that was never made.
      if (isList(key) && value !== null) misshapen ??= new ShapeError(`has no list as "${key}"`);
    },
    wants: () => true,
  };
  const checkShape = (): void => {
    if (misshapen !== undefined) throw misshapen;
    const missing = [rowsKey.claim, rowsKey.composite].find((key) => !keys.has(key));
    if (missing !== undefined) throw new ShapeError(`is no snapshot: it has no "${missing}"`);
  };
  return { facts: { sources, packages, compositionRevisions, namespaceOwners }, members, events, attempt, checkShape };
}
