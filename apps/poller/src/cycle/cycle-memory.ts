import { gvrParts } from "@xp-tracker/crossplane";
import type {
  CompositionRevision,
  DiscoveredType,
  Gvr,
  GvrParts,
  PackageRow,
  Snapshot,
  Source,
  SourceClass,
} from "@xp-tracker/crossplane";
import type { NamespaceOwner, Reading } from "../read/cluster-reader.ts";
import { noLinks } from "../link/link-rows.ts";
import type { Links } from "../link/link-rows.ts";

/** What one cycle leaves to the next: the last good answer of every list that is not rows (those are in the store). */
export interface CycleMemory {
  readonly types: readonly DiscoveredType[];
  readonly packages: ReadonlyMap<Gvr, readonly PackageRow[]>;
  readonly compositionRevisions: ReadonlyMap<Gvr, readonly CompositionRevision[]>;
  readonly namespaceOwners: readonly NamespaceOwner[];
  readonly sources: readonly Source[];
  readonly links: Links;
}

/** Memory of a poller that has not read anything yet. */
export const newCycleMemory = (): CycleMemory => ({
  types: [],
  packages: new Map(),
  compositionRevisions: new Map(),
  namespaceOwners: [],
  links: noLinks,
  sources: [],
});

/** What is remembered after a snapshot was restored; types are not in it. */
export const withRestored = (memory: CycleMemory, restored: RestoredFacts): CycleMemory => ({
  ...memory,
  packages: bySource(restored, "package", ({ packages }, { resource }) =>
    packages.filter(({ kind }) => `${kind.toLowerCase()}s` === resource),
  ),
  compositionRevisions: bySource(restored, "revision", ({ compositionRevisions }) => compositionRevisions),
  namespaceOwners: ownersOf(restored) ?? memory.namespaceOwners,
  links: noLinks,
  sources: restored.sources,
});

type RestoredFacts = Pick<Snapshot, "sources" | "packages" | "compositionRevisions" | "namespaceOwners">;

/** Undefined where there are none, as in all snapshots of the original. */
const ownersOf = ({ namespaceOwners = [] }: RestoredFacts): readonly NamespaceOwner[] | undefined =>
  namespaceOwners.length === 0
    ? undefined
    : namespaceOwners.map(({ namespace, creator, team }) => [namespace, { creator, team }]);

/** The restored items of a class of sources, by the GVR that they were listed from. */
const bySource = <T>(
  restored: RestoredFacts,
  sourceClass: SourceClass,
  itemsOf: (restored: RestoredFacts, source: GvrParts) => readonly T[],
): ReadonlyMap<Gvr, readonly T[]> =>
  new Map(
    restored.sources
      .filter((source) => source.class === sourceClass)
      .map(({ gvr }) => [gvr, itemsOf(restored, gvrParts(gvr))] as const),
  );

/** The last good items of each list: this cycle's where it could be read, else what was known before. */
export function lastGood<T>(
  known: ReadonlyMap<Gvr, readonly T[]>,
  readings: readonly Reading<T>[],
): ReadonlyMap<Gvr, readonly T[]> {
  return new Map(
    readings.flatMap((reading) => {
      const items = reading.ok ? reading.items : known.get(reading.gvr);
      return items === undefined ? [] : [[reading.gvr, items] as const];
    }),
  );
}
