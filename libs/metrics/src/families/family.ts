import type { ResourceClass, Row, Snapshot } from "@xp-tracker/crossplane";
import type { Count, CountLabel } from "./count-rows.ts";

/** What `METRICS_FAMILIES` switches on; `source` is always on. */
export const familySets = ["source", "summary", "package", "resource", "xp-tracker-0.3"] as const;
export type FamilySet = (typeof familySets)[number];

/** All of a snapshot but its rows, which may be too many to be held at once. */
export type SnapshotFacts = Omit<Snapshot, "rows">;

/**
 * Items that share a set of labels: the rows of a class, say. Every family over the same table repeats the same
 * label block for an item, so the renderer encodes it once.
 *
 * Methods, not function-valued properties: a table of rows then is a table of something unknown to the renderer.
 */
interface Labelled<Item> {
  readonly labels: readonly string[];
  /** One value for each of {@link labels}. */
  values(item: Item): readonly string[];
}

/** Facts of the snapshot as a whole. */
export interface FactTable<Item = unknown> extends Labelled<Item> {
  readonly kind: "facts";
  /** In an order that depends on the content only, and never two items with equal labels. */
  items(facts: SnapshotFacts | undefined): readonly Item[];
}

/** The rows of a class. */
export interface RowTable<Item = Row> extends Labelled<Item> {
  readonly kind: "rows";
  readonly class: ResourceClass;
  /** Whether the version is a part of what names an object here; else one that is listed in two versions stands once. */
  readonly versioned: boolean;
  includes(row: Item): boolean;
}

/** How many rows of a class there are, by the values of some fields. */
export interface CountTable<Item = Count> extends Labelled<Item> {
  readonly kind: "counts";
  readonly class: ResourceClass;
  readonly labels: readonly CountLabel[];
}

export type Table<Item = unknown> = FactTable<Item> | RowTable<Item> | CountTable<Item>;

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
