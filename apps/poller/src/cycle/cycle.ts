import { resourceClasses } from "@xp-tracker/crossplane";
import type { Snapshot, Source } from "@xp-tracker/crossplane";
import { keepKnown } from "@xp-tracker/kube";
import type { Discovery, KubeApiError } from "@xp-tracker/kube";
import { AppError, mapBounded } from "@xp-tracker/runtime";
import type { Store } from "@xp-tracker/store";
import type { ClusterReader, Reading } from "../read/cluster-reader.ts";
import { lastGood } from "./cycle-memory.ts";
import type { CycleMemory } from "./cycle-memory.ts";
import { definitionReadings } from "../read/definition-readings.ts";
import { linkRows } from "../link/link-rows.ts";
import { isRowSource, missingSources, sourcesOf, unlistedSources } from "./sources.ts";

export interface CycleDeps {
  readonly reader: ClusterReader;
  readonly store: Store;
  /** `KUBE_NAMESPACE_SCOPE`: namespaced types are read in these only; undefined: in all. */
  readonly namespaceScope: readonly string[] | undefined;
  /** How many types are listed at the same time. */
  readonly listConcurrency: number;
}

export interface Cycle {
  readonly snapshot: Snapshot;
  readonly memory: CycleMemory;
  /** Every list of this cycle; the failed ones tell why. */
  readonly readings: readonly Reading<unknown>[];
  /** What discovery left out. */
  readonly problems: Discovery["problems"];
}

/**
 * One pass over the cluster: discover, list, enrich, publish. Nothing is published when `signal` aborts.
 * Expected failures are in the outcome. @throws the signal's reason; AppError KUBE_DISCOVERY where nothing was ever read
 */
export async function pollCycle(deps: CycleDeps, memory: CycleMemory, signal: AbortSignal): Promise<Cycle> {
  const { reader, store } = deps;
  const discovery = await reader.discover(signal);
  const types = keepKnown(memory.types, discovery);
  const [rows, packages, revisions, owners] = await Promise.all([
    mapBounded(types, deps.listConcurrency, (type) => reader.rows(type, signal)),
    reader.packages(signal),
    reader.compositionRevisions(signal),
    reader.namespaceOwners(signal),
  ]);
  signal.throwIfAborted();
  const [failed] = discovery.lists.length === 0 ? discovery.errors : [];
  if (failed !== undefined && store.current() === undefined) throw nothingRead(failed.error);

  const next: Omit<CycleMemory, "sources" | "links"> = {
    types,
    packages: lastGood(memory.packages, packages),
    compositionRevisions: lastGood(memory.compositionRevisions, present(revisions)),
    namespaceOwners: owners.ok ? owners.items : memory.namespaceOwners,
  };
  const takenAt = Date.now();
  const readings = [...definitionReadings(discovery), ...packages, ...present(revisions), owners, ...rows];
  const listed = [
    ...sourcesOf(memory.sources, readings, Math.floor(takenAt / 1000)),
    ...unlistedSources(memory.sources, rows, discovery.errors),
  ];
  const sources = [...listed, ...missingSources(memory.sources, discovery.problems, listed)];
  retainSources(store, listed);
  const isDiscoveryComplete = discovery.errors.length === 0;
  const coverage = { types, sources: listed, namespaces: deps.namespaceScope, isDiscoveryComplete };
  const links = linkRows(
    deps,
    rows.filter((reading) => reading.ok).filter(isRowSource),
    { coverage, owners: next.namespaceOwners },
    memory.links,
  );
  const snapshot = store.publish({
    takenAt,
    sources,
    packages: [...next.packages.values()].flat(),
    compositionRevisions: [...next.compositionRevisions.values()].flat(),
    namespaceOwners: next.namespaceOwners.map(([namespace, owner]) => ({ namespace, ...owner })),
  });
  return { snapshot, memory: { ...next, sources, links }, readings, problems: discovery.problems };
}

/** A first snapshot without any definition would be a page of zeros that nobody counted. */
const nothingRead = (cause: KubeApiError): AppError =>
  new AppError("KUBE_DISCOVERY", "no definition could be read yet, so there is nothing to serve", {
    cause,
    remedy: cause.remedy,
  });

const present = <T>(item: T | undefined): readonly T[] => (item === undefined ? [] : [item]);

/** Rows of types that are no longer defined leave. */
function retainSources(store: Store, sources: readonly Source[]): void {
  for (const name of resourceClasses) {
    store.retain(name, new Set(sources.filter((source) => source.class === name).map(({ gvr }) => gvr)));
  }
}
