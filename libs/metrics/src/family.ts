import type { Snapshot } from "@xp-tracker/crossplane";

/** What `METRICS_FAMILIES` switches on; `source` is always on. */
export const familySets = ["source", "summary", "package", "resource", "xp-tracker-0.3"] as const;
export type FamilySet = (typeof familySets)[number];

/**
 * Items that share a set of labels: the rows of a class, say. Every family over the same table repeats the same
 * label block for an item, so the renderer encodes it once.
 *
 * Methods, not function-valued properties: a table of rows then is a table of something unknown to the renderer.
 */
export interface Table<Item = unknown> {
  readonly labels: readonly string[];
  /** In an order that depends on the content only, and never two items with equal labels. */
  items(snapshot: Snapshot | undefined): readonly Item[];
  /** One value for each of {@link labels}. */
  values(item: Item): readonly string[];
}

/** How an item becomes a sample. */
export interface Point<Item = unknown> {
  /** Values of the family's {@link Family.extraLabels}, where they are the same for every item. */
  readonly fixed?: readonly string[];
  /** Values of the family's {@link Family.extraLabels}, where they depend on the item. */
  extra?(item: Item): readonly string[];
  /** undefined: no sample for this item. */
  value(item: Item): number | undefined;
}

export interface Part<Item = unknown> {
  readonly table: Table<Item>;
  readonly points: readonly Point<Item>[];
}

/** A metric family as data: a pure function from a snapshot to samples. All are gauges: a snapshot has no history. */
export interface Family {
  readonly name: string;
  /** One line without quotes and backslashes: it needs no escaping in either format. */
  readonly help: string;
  readonly set: FamilySet;
  /** Labels after those of the tables. */
  readonly extraLabels: readonly string[];
  readonly parts: readonly Part[];
}

/** All label names of a family, in the order in which they are written. */
export const labelsOf = (family: Family): readonly string[] => [
  ...(family.parts[0]?.table.labels ?? []),
  ...family.extraLabels,
];

/** Checks a part against its own item type, then forgets it. */
export const part = <Item>(table: Table<Item>, ...points: readonly Point<Item>[]): Part => ({ table, points });
