import type {
  CompositionRevision,
  Coverage,
  Gvr,
  NamespaceOwner,
  Owner,
  PackageRow,
  ResourceClass,
  Row,
  Snapshot,
  Source,
} from "@xp-tracker/crossplane";

/** What a poll cycle learned besides the rows themselves. */
export interface CycleFacts {
  /** End of the cycle, Unix milliseconds. */
  readonly takenAt: number;
  readonly sources: readonly Source[];
  readonly packages: readonly PackageRow[];
  readonly compositionRevisions: readonly CompositionRevision[];
  readonly namespaceOwners?: readonly NamespaceOwner[];
  /** The snapshot gets a generation above this one; backends set it, to go on from what another writer has persisted. */
  readonly afterGeneration?: number;
}

/**
 * The working rows of one poller, and the snapshot that readers are served.
 *
 * `replace*`, `retain` and `enrich*` change the working rows; nothing of that is seen by readers of
 * {@link current} until {@link publish} swaps in a new immutable snapshot.
 */
export interface Store {
  /**
   * Swaps all rows of `gvr`; rows of other GVRs are untouched. The very array that was given the last time says that
   * nothing changed, and costs nothing; it may by then hold the linked rows in place of those it held. An array that is
   * given `asItIs` is in the order of `compareRows` and never changes: it is neither sorted nor copied.
   */
  replaceClaims(gvr: Gvr, items: readonly Row[], asItIs?: boolean): void;
  replaceXRs(gvr: Gvr, items: readonly Row[], asItIs?: boolean): void;
  replaceMRs(gvr: Gvr, items: readonly Row[], asItIs?: boolean): void;
  /** Drops the rows of every GVR of `resourceClass` that is not in `gvrs`: it is no longer discovered. */
  retain(resourceClass: ResourceClass, gvrs: ReadonlySet<Gvr>): void;

  // The joins, in the order in which they build on each other. Each is linear, and computes anew from what the objects
  // themselves say. Without `coverage` all objects are taken to be among the rows.
  /** Claims take what their XR knows. */
  enrichClaimCompositions(coverage?: Coverage): void;
  /** XRs take the claim (or parent XR) that they belong to. */
  enrichXRClaims(coverage?: Coverage): void;
  /** MRs take claim and composition from the XR that composed them. */
  enrichMRClaims(coverage?: Coverage): void;
  /** Rows of every class take creator and team: their own, else their ancestors', else their namespace's. */
  enrichOwners(namespaceOwners: ReadonlyMap<string, Owner>): void;

  /** Readonly views of the working rows; no copy where nothing changed since the last call. */
  snapshotClaims(): readonly Row[];
  snapshotXRs(): readonly Row[];
  snapshotMRs(): readonly Row[];

  /** O(1). */
  claimCount(): number;
  xrCount(): number;
  mrCount(): number;

  /**
   * Freezes the working rows as the next generation and makes it {@link current}: one reference swap. The array of a class
   * is that of the generation before where no row of it was replaced, enriched or dropped; rows are never copied.
   */
  publish(facts: CycleFacts): Snapshot;
  /** What readers are served; undefined until the first publish or restore. */
  current(): Snapshot | undefined;
  /** Takes over a whole snapshot: it becomes {@link current}, its rows the working rows. */
  adopt(snapshot: Snapshot): void;
}

export type RestoreOutcome =
  | { readonly kind: "restored"; readonly snapshot: Snapshot; readonly etag: string }
  /** The object is the one that is already held. */
  | { readonly kind: "unchanged"; readonly etag: string }
  /** There is no object yet. */
  | { readonly kind: "absent" };

export interface PersistOutcome {
  /** Tag of the snapshot. */
  readonly etag: string;
  /** Size of the snapshot as it lies there. */
  readonly bytes: number;
  /** What was written: where nothing but the time changed, that the snapshot is still right. */
  readonly wrote: "snapshot" | "freshness";
  /** Bytes that were sent for it. */
  readonly sentBytes: number;
  readonly durationMs: number;
}

/** A store that outlives its process. */
export interface PersistentStore extends Store {
  /** Where the snapshot lies, for people: `s3://bucket/prefix/snapshot.json`. */
  readonly location: string;
  /**
   * Writes {@link Store.current}, whole or not at all; where nothing but its time, generation and sources differ from
   * what it wrote last, only these.
   * @throws AppError SNAPSHOT_WRITE; SNAPSHOT_CONFLICT when another writer persisted meanwhile: the next publish then
   * continues from that writer's generation.
   */
  persist(signal: AbortSignal): Promise<PersistOutcome>;
  /**
   * Reads the snapshot and adopts it. On any error what was held stays held.
   * @throws AppError SNAPSHOT_READ, SNAPSHOT_CORRUPT, SNAPSHOT_TOO_LARGE, SNAPSHOT_TOO_NEW, SNAPSHOT_FOREIGN
   */
  restore(signal: AbortSignal): Promise<RestoreOutcome>;
}
