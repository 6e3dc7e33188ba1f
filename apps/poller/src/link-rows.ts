import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import type { Store } from "@xp-tracker/store";
import { carryLinks } from "./carry-links.ts";
import type { ClusterReader, NamespaceOwner, Reading } from "./cluster-reader.ts";
import { coverageOf } from "./coverage.ts";
import type { CoverageFacts } from "./coverage.ts";

/** The rows of each list as they were linked last, and what they were linked with. */
export interface Links {
  readonly rows: ReadonlyMap<string, readonly Row[]>;
  readonly facts: string;
}

export const noLinks: Links = { rows: new Map(), facts: "" };

export interface LinkedWith {
  readonly coverage: CoverageFacts;
  readonly owners: readonly NamespaceOwner[];
}

type RowReading = Extract<Reading<Row>, { ok: true }> & { readonly class: ResourceClass };

/**
 * Puts the rows that were read into the store, linked. Most cycles see no more than conditions change; then what linkage
 * found before is taken over, which costs a small part of finding it again. A failed list keeps its last good rows.
 */
export function linkRows(
  { reader, store }: { readonly reader: ClusterReader; readonly store: Store },
  readings: readonly RowReading[],
  linkedWith: LinkedWith,
  before: Links,
): Links {
  const facts = factsOf(linkedWith);
  const carried = facts === before.facts ? allCarried(readings, before) : undefined;
  if (carried === undefined) {
    for (const { class: name, gvr, items } of readings) store[replaceOf[name]](gvr, items);
    enrich(store, linkedWith);
  }
  for (const [{ class: name, gvr, items }, rows] of carried ?? []) {
    share(reader, items, rows);
    store[replaceOf[name]](gvr, isSame(items, rows) ? items : rows);
  }
  const rows = linkedRows(store);
  if (carried === undefined) {
    for (const reading of readings) share(reader, reading.items, rows.get(keyOf(reading)) ?? []);
  }
  return { rows, facts };
}

function enrich(store: Store, { coverage, owners }: LinkedWith): void {
  const covered = coverageOf(coverage);
  store.enrichClaimCompositions(covered);
  store.enrichXRClaims(covered);
  store.enrichMRClaims(covered);
  store.enrichOwners(new Map(owners));
}

function allCarried(
  readings: readonly RowReading[],
  { rows }: Links,
): readonly (readonly [RowReading, readonly Row[]])[] | undefined {
  const all: (readonly [RowReading, readonly Row[]])[] = [];
  for (const reading of readings) {
    const carried = carryLinks(reading.items, rows.get(keyOf(reading)) ?? [], reading.class === "claim");
    if (carried === undefined) return undefined;
    all.push([reading, carried]);
  }
  return all;
}

/** All that linkage looks at besides rows, as one text. */
const factsOf = ({ coverage, owners }: LinkedWith): string =>
  JSON.stringify([
    coverage.types,
    coverage.sources.map(({ class: name, gvr, lastSuccess }) => [name, gvr, lastSuccess > 0]),
    coverage.namespaces ?? null,
    coverage.isDiscoveryComplete,
    owners,
  ]);

/** Gives linked rows to the reader, so that it keeps them and not the rows they were made from. */
function share(reader: ClusterReader, items: readonly Row[], rows: readonly Row[]): void {
  if (reader.linked !== undefined && isSameObjects(items, rows)) reader.linked(items, rows);
}

const isSame = (items: readonly Row[], rows: readonly Row[]): boolean =>
  items.every((item, index) => item === rows[index]);

const isSameObjects = (items: readonly Row[], rows: readonly Row[]): boolean =>
  items.length === rows.length &&
  items.every(({ namespace, name }, index) => namespace === rows[index]?.namespace && name === rows[index]?.name);

const keyOf = ({ class: name, gvr }: Pick<RowReading, "class" | "gvr">): string => `${name} ${gvr}`;

function linkedRows(store: Store): ReadonlyMap<string, readonly Row[]> {
  const byKey = new Map<string, readonly Row[]>();
  for (const name of resourceClasses) {
    const rows = store[viewOf[name]]();
    // The rows of one GVR follow each other.
    for (let start = 0, end = 0; start < rows.length; start = end) {
      const gvr = rows[start]?.gvr;
      if (gvr === undefined) break;
      while (rows[end]?.gvr === gvr) end += 1;
      byKey.set(keyOf({ class: name, gvr }), rows.slice(start, end));
    }
  }
  return byKey;
}

const replaceOf: Readonly<Record<ResourceClass, "replaceClaims" | "replaceXRs" | "replaceMRs">> = {
  claim: "replaceClaims",
  composite: "replaceXRs",
  managed: "replaceMRs",
};

const viewOf: Readonly<Record<ResourceClass, "snapshotClaims" | "snapshotXRs" | "snapshotMRs">> = {
  claim: "snapshotClaims",
  composite: "snapshotXRs",
  managed: "snapshotMRs",
};
