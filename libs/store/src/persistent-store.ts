import { AppError } from "@xp-tracker/runtime";
import type { Snapshot } from "@xp-tracker/crossplane";
import { atMost, counted, digested } from "./measured.ts";
import { DEFAULT_MAX_BYTES } from "./scan-body.ts";
import { serial } from "./serial.ts";
import { decodeHead, decodeSnapshot } from "./snapshot-decode.ts";
import { encodeSnapshot } from "./snapshot-encode.ts";
import type { SnapshotHead } from "./snapshot-head.ts";
import type { SnapshotObject } from "./snapshot-object.ts";
import type { PersistentStore, PersistOutcome, RestoreOutcome, Store } from "./store.ts";

export interface PersistentStoreOptions {
  /** Snapshots of other clusters are neither taken over nor overwritten; `""` where it is not set. */
  readonly cluster: string;
  /** Limit for what is read, after decompression; 1 GiB by default. */
  readonly maxBytes?: number;
  readonly maxRows?: number;
}

/** What lies in the object, as far as this process knows. */
interface Known {
  readonly etag: string | undefined;
  readonly generation: number;
}

interface Found {
  readonly etag: string | undefined;
  readonly bytes: number;
  readonly head: SnapshotHead | undefined;
  readonly digest: string;
}

/**
 * A store whose snapshot outlives its process in `object`. It keeps the rules that are the same for all backends: only
 * one writer goes on from each snapshot, a generation is written once, and what cannot be read changes nothing.
 */
export function persistentStore(
  inner: Store,
  object: SnapshotObject,
  options: PersistentStoreOptions,
): PersistentStore {
  const inTurn = serial();
  const { location } = object;
  const { maxBytes = DEFAULT_MAX_BYTES } = options;
  const encoded = (snapshot: Snapshot) => atMost(maxBytes, encodeSnapshot(snapshot), location);
  /** The newest object that was seen, which the next write replaces. */
  let known: Known = { etag: undefined, generation: 0 };
  /** The snapshot that the object `known` is, if it is one that we hold. */
  let held: { readonly snapshot: Snapshot; readonly outcome: PersistOutcome } | undefined;

  const settle = (snapshot: Snapshot, outcome: PersistOutcome): PersistOutcome => {
    held = { snapshot, outcome };
    known = { etag: outcome.etag, generation: snapshot.generation };
    return outcome;
  };

  return {
    ...inner,
    location,
    publish: (facts) =>
      inner.publish({ ...facts, afterGeneration: Math.max(known.generation, facts.afterGeneration ?? 0) }),
    persist: (signal) => inTurn(() => persist(signal)),
    restore: (signal) => inTurn(() => restore(signal)),
  };

  async function persist(signal: AbortSignal): Promise<PersistOutcome> {
    signal.throwIfAborted();
    const snapshot = inner.current();
    if (snapshot === undefined) throw nothingPublished();
    if (held?.snapshot === snapshot) return held.outcome;
    if (snapshot.generation <= known.generation) throw conflict(snapshot, known.generation);

    const startedAt = performance.now();
    const finish = (etag: string, bytes: number): PersistOutcome =>
      settle(snapshot, { etag, bytes, durationMs: performance.now() - startedAt });
    const written = await object.put(encoded(snapshot), known.etag, signal);
    if (written.kind === "written") return finish(written.etag, written.bytes);

    const theirs = await look(signal);
    // A retry finds the object that the first try wrote, if only the answer was lost.
    if (theirs.head?.generation === snapshot.generation && theirs.digest === (await digestOf(snapshot))) {
      return finish(theirs.etag ?? "", theirs.bytes);
    }
    known = { etag: theirs.etag, generation: Math.max(known.generation, theirs.head?.generation ?? 0) };
    if (theirs.head !== undefined) throw conflict(snapshot, theirs.head.generation);

    // Nobody is ahead: the object was deleted, or is not a snapshot.
    const again = await object.put(encoded(snapshot), known.etag, signal);
    if (again.kind === "written") return finish(again.etag, again.bytes);
    throw conflict(snapshot, undefined);
  }

  /** What is there instead of the object that we knew. `head` is undefined if it is not a snapshot that can be read. */
  async function look(signal: AbortSignal): Promise<Found> {
    const found = await object.get(undefined, signal);
    if (found.kind !== "found") return { etag: undefined, bytes: 0, head: undefined, digest: "" };
    const { chunks, digest } = digested(found.body);
    // Nothing of the rows is kept, so their size is no matter.
    const lenient = { ...options, location, maxBytes: Number.POSITIVE_INFINITY };
    const head = await decodeHead(chunks, lenient, signal).catch((error: unknown) => {
      if (isUnreadable(error)) return undefined;
      throw error;
    });
    return { etag: found.etag, bytes: found.bytes ?? 0, head, digest: digest() };
  }

  async function restore(signal: AbortSignal): Promise<RestoreOutcome> {
    signal.throwIfAborted();
    const found = await object.get(held?.outcome.etag, signal);
    if (found.kind === "absent") return { kind: "absent" };
    if (found.kind === "unchanged") return { kind: "unchanged", etag: found.etag };

    const startedAt = performance.now();
    const body = counted(found.body);
    const snapshot = await decodeSnapshot(body.chunks, { ...options, location }, signal);
    inner.adopt(snapshot);
    settle(snapshot, { etag: found.etag, bytes: body.bytes(), durationMs: performance.now() - startedAt });
    return { kind: "restored", snapshot, etag: found.etag };
  }
}

/** What may be overwritten: nothing that a reader could take over. */
const isUnreadable = (error: unknown): boolean => error instanceof AppError && error.code === "SNAPSHOT_CORRUPT";

async function digestOf(snapshot: Snapshot): Promise<string> {
  const { chunks, digest } = digested(encodeSnapshot(snapshot));
  for await (const _ of chunks);
  return digest();
}

const nothingPublished = (): AppError =>
  new AppError("INTERNAL", "there is no snapshot to persist", { remedy: "Publish before you persist." });

const conflict = ({ generation }: Snapshot, theirs: number | undefined): AppError =>
  new AppError(
    "SNAPSHOT_CONFLICT",
    `generation ${generation} was not written: another writer has persisted ${theirs === undefined ? "meanwhile" : `generation ${theirs}`}`,
    { remedy: "Run one poller for each cluster, prefix and directory; the next cycle goes on from there." },
  );
