import type { CompositionRevision, DiscoveredType, Gvr, PackageRow, Source } from "@xp-tracker/crossplane";
import type { NamespaceOwner, Reading } from "./cluster-reader.ts";

/** What one cycle leaves to the next: the last good answer of every list that is not rows (those are in the store). */
export interface CycleMemory {
  readonly types: readonly DiscoveredType[];
  readonly packages: ReadonlyMap<Gvr, readonly PackageRow[]>;
  readonly compositionRevisions: ReadonlyMap<Gvr, readonly CompositionRevision[]>;
  readonly namespaceOwners: readonly NamespaceOwner[];
  readonly sources: readonly Source[];
}

/** Memory of a poller that has not read anything yet; `sources` are those of a restored snapshot. */
export const newCycleMemory = (sources: readonly Source[] = []): CycleMemory => ({
  types: [],
  packages: new Map(),
  compositionRevisions: new Map(),
  namespaceOwners: [],
  sources,
});

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
