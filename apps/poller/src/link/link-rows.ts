import { isDeepStrictEqual } from "node:util";
import type { LinkedWith, ResourceClass, Row } from "@xp-tracker/crossplane";
import type { Store } from "@xp-tracker/store";
import type { ClusterReader, NamespaceOwner, Reading } from "../read/cluster-reader.ts";
import { coverageKey, linkedWithOf, otherOwners } from "./link-facts.ts";
import type { LinkFacts } from "./link-facts.ts";
import { keyOf, replaceRows, rowsIn, rowsInStore } from "./linked-lists.ts";
import type { LinkedList, LinkedLists } from "./linked-lists.ts";
import { listChange } from "./list-change.ts";
import type { ListChange } from "./list-change.ts";
import { relink } from "./relink.ts";

/** What was linked last, and what it was linked with. */
export interface Links {
  readonly lists: LinkedLists;
  /** Undefined: nothing was. */
  readonly coverage: ReturnType<typeof coverageKey> | undefined;
  readonly owners: readonly NamespaceOwner[];
}

export const noLinks: Links = { lists: new Map(), coverage: undefined, owners: [] };

type RowReading = Extract<Reading<Row>, { ok: true }> & { readonly class: ResourceClass };
type ChangedList = LinkedList & Pick<ListChange, "touched" | "gone">;

/**
 * Puts the rows that were read into the store, linked. Most cycles see a few objects change, and few of these in more than
 * their conditions: only what comes, goes or has other relatives is linked again, with these. What is as it was stays the
 * very same, rows and arrays. A failed list keeps its last good rows.
 */
export function linkRows(
  { reader, store }: { readonly reader: ClusterReader; readonly store: Store },
  readings: readonly RowReading[],
  linkFacts: LinkFacts,
  before: Links,
): Links {
  const changes = readings.flatMap((reading) => changeOf(reading, before.lists.get(keyOf(reading))));
  const coverage = coverageKey(linkFacts);
  const isSameCoverage = isDeepStrictEqual(coverage, before.coverage);
  const namespaces = otherOwners(linkFacts.owners, before.owners);
  if (isSameCoverage && namespaces.size === 0 && changes.length === 0) return before;

  const linkedWith = (): LinkedWith => linkedWithOf(linkFacts);
  const some = isSameCoverage ? linkSome(store, before.lists, { changes, namespaces }, linkedWith) : undefined;
  const lists = some ?? linkAnew(store, before.lists, changes, linkedWith());
  for (const [key, list] of lists) if (list !== before.lists.get(key)) share(reader, list);
  return { lists, coverage, owners: linkFacts.owners };
}

function changeOf({ class: name, gvr, items }: RowReading, linked: LinkedList | undefined): readonly ChangedList[] {
  if (items === linked?.items) return [];
  return [{ class: name, gvr, items, ...listChange(name, items, linked?.rows ?? []) }];
}

function linkSome(
  store: Store,
  before: LinkedLists,
  { changes, namespaces }: { readonly changes: readonly ChangedList[]; readonly namespaces: ReadonlySet<string> },
  linkedWith: () => LinkedWith,
): LinkedLists | undefined {
  const changed = withChanges(before, changes);
  const all = {
    touched: [...changes.flatMap(({ touched }) => touched), ...rowsIn(namespaces, changed)],
    gone: changes.flatMap(({ gone }) => gone),
  };
  const lists = relink(changed, all, linkedWith);
  for (const [key, list] of lists ?? []) if (list.rows !== before.get(key)?.rows) replaceRows(store, list);
  return lists;
}

function linkAnew(
  store: Store,
  before: LinkedLists,
  changes: readonly ChangedList[],
  { coverage, namespaceOwners }: LinkedWith,
): LinkedLists {
  for (const list of changes) if (list.rows !== before.get(keyOf(list))?.rows) replaceRows(store, list);
  store.enrichClaimCompositions(coverage);
  store.enrichXRClaims(coverage);
  store.enrichMRClaims(coverage);
  store.enrichOwners(namespaceOwners);
  const read = withChanges(before, changes);
  return new Map([...rowsInStore(store)].map(([key, list]) => [key, { ...unread, ...read.get(key), ...list }]));
}

const unread = { items: undefined, isInOrder: false };

const withChanges = (lists: LinkedLists, changes: readonly ChangedList[]): LinkedLists =>
  new Map([...lists, ...changes.map(({ touched: _touched, gone: _gone, ...list }) => [keyOf(list), list] as const)]);

/** Gives linked rows to the reader, so that it keeps them and not the rows they were made from. */
function share(reader: ClusterReader, { items, rows, isInOrder }: LinkedList): void {
  if (isInOrder && items !== undefined && items !== rows) reader.linked?.(items, rows);
}
