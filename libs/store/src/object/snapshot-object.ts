/** The snapshot: all that a backend has to offer. S3 and a directory implement it. */
export interface SnapshotObject extends StoredObject {
  /**
   * A small object beside it, with the same promises: a cycle in which nothing changed writes this one, which says that
   * the snapshot is still right. Without it every cycle writes the snapshot.
   */
  readonly freshness?: StoredObject;
}

/** Bytes in pieces, in their order; those that are there need no wait between them. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** One named blob with a version tag. */
export interface StoredObject {
  /** Where it lies, for people. */
  readonly location: string;
  /** Fetches the object unless its tag is still `knownEtag`. @throws AppError SNAPSHOT_READ */
  get(knownEtag: string | undefined, signal: AbortSignal): Promise<ObjectRead>;
  /**
   * Replaces the object, whole or not at all, if its tag is still `expectedEtag` (undefined: if there is none yet),
   * where the server supports that. @throws AppError SNAPSHOT_WRITE
   */
  put(body: Pieces, expectedEtag: string | undefined, signal: AbortSignal): Promise<ObjectWrite>;
}

export interface FoundObject {
  readonly kind: "found";
  readonly etag: string;
  readonly bytes: number | undefined;
  readonly body: AsyncIterable<Uint8Array>;
}

export type ObjectRead =
  | FoundObject
  | { readonly kind: "unchanged"; readonly etag: string }
  | { readonly kind: "absent" };

export type ObjectWrite =
  | { readonly kind: "written"; readonly etag: string; readonly bytes: number }
  /** Somebody else wrote in between. */
  | { readonly kind: "conflict" };
