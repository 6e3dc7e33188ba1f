import type { Snapshot } from "@xp-tracker/crossplane";
import type { SnapshotCompression } from "@xp-tracker/runtime";
import { DEFAULT_MAX_BYTES } from "./decode/scan-body.ts";
import { decodeSnapshot } from "./decode/snapshot-decode.ts";
import { snapshotEncoder } from "./encode/snapshot-encoder.ts";
import type { EncodedSnapshot } from "./encode/snapshot-encoder.ts";
import type { Freshness } from "./freshness/freshness.ts";
import { freshnessObject } from "./freshness/freshness-object.ts";
import { digestOf, foundInstead } from "./object/found-instead.ts";
import { counted } from "./object/measured.ts";
import type { SnapshotObject } from "./object/snapshot-object.ts";
import { serial } from "./serial.ts";
import { conflict, nothingPublished, tooLarge } from "./snapshot/snapshot-faults.ts";
import type { SnapshotHead } from "./snapshot/snapshot-head.ts";
import type { PersistentStore, PersistOutcome, RestoreOutcome, Store } from "./store.ts";

export interface PersistentStoreOptions {
  /** Snapshots of other clusters are neither taken over nor overwritten; `""` where it is not set. */
  readonly cluster: string;
  /** Limit for what is written and read, before compression; 1 GiB by default. */
  readonly maxBytes?: number;
  /** Limit for what is written and read; none by default. */
  readonly maxRows?: number;
  /** How snapshots are written; each is recognised when it is read. `none` by default, as the original has it. */
  readonly compression?: SnapshotCompression;
}

/** What lies in the object, as far as this process knows. */
interface Known {
  readonly etag: string | undefined;
  readonly generation: number;
}

/** A snapshot that the object is, or that it and its freshness are together. */
interface Held {
  readonly snapshot: Snapshot;
  readonly outcome: PersistOutcome;
  /** The head of the object as it lies. */
  readonly head: SnapshotHead;
  /**
   * What this process wrote as the object; undefined where another did. Only who wrote a snapshot says of it that it is
   * still right: its tag, which the next writer replaces, then fences off this one too.
   */
  readonly content: EncodedSnapshot["content"] | undefined;
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
  const { maxBytes = DEFAULT_MAX_BYTES, maxRows = Number.POSITIVE_INFINITY, compression = "none" } = options;
  const encode = snapshotEncoder(compression);
  const freshness = object.freshness && freshnessObject(object.freshness, options);
  /** The newest object that was seen, which the next write replaces. */
  let known: Known = { etag: undefined, generation: 0 };
  let held: Held | undefined;
  /** The last generation that was given out. What lies there after an outage of the store may be older. */
  let published = 0;

  const settle = (next: Held): PersistOutcome => {
    held = next;
    // Never lower than what was seen: a writer that had fallen behind may have put an older one in its place.
    known = { etag: next.outcome.etag, generation: Math.max(known.generation, next.snapshot.generation) };
    return next.outcome;
  };

  return {
    ...inner,
    location,
    publish: (facts) => {
      const afterGeneration = Math.max(known.generation, published, facts.afterGeneration ?? 0);
      const snapshot = inner.publish({ ...facts, afterGeneration });
      published = snapshot.generation;
      return snapshot;
    },
    persist: (signal) => inTurn(() => persist(signal)),
    restore: (signal) => inTurn(() => restore(signal)),
  };

  async function persist(signal: AbortSignal): Promise<PersistOutcome> {
    signal.throwIfAborted();
    const snapshot = inner.current();
    if (snapshot === undefined) throw nothingPublished();
    if (held?.snapshot === snapshot) return held.outcome;
    if (snapshot.generation <= known.generation) throw conflict(snapshot, known.generation);

    if (rowsOf(snapshot) > maxRows) throw tooLarge(location, `would have more than ${maxRows} rows`);
    const startedAt = performance.now();
    const encoded = await encode(snapshot, signal);
    if (held?.content === encoded.content && (await isStillThere(held, signal))) {
      return await persistFreshness(held, snapshot, startedAt, signal);
    }
    if (encoded.textBytes > maxBytes) throw tooLarge(location, `would have more than ${maxBytes} bytes`);
    return await persistWhole(snapshot, encoded, startedAt, signal);
  }

  async function isStillThere({ outcome }: Held, signal: AbortSignal): Promise<boolean> {
    if (freshness === undefined) return false;
    const found = await object.get(outcome.etag, signal);
    if (found.kind !== "found") return found.kind === "unchanged";
    // Whoever opens a body closes it.
    for await (const _ of found.body) break;
    return false;
  }

  async function persistFreshness(was: Held, snapshot: Snapshot, startedAt: number, signal: AbortSignal) {
    try {
      const sentBytes = (await freshness?.write(was.head, snapshot, signal)) ?? 0;
      const durationMs = performance.now() - startedAt;
      return settle({ ...was, snapshot, outcome: { ...was.outcome, wrote: "freshness", sentBytes, durationMs } });
    } catch (error) {
      // Where it may never be written, every other cycle writes the snapshot.
      held = { ...was, content: undefined };
      throw error;
    }
  }

  async function persistWhole(
    snapshot: Snapshot,
    { content, body }: EncodedSnapshot,
    startedAt: number,
    signal: AbortSignal,
  ): Promise<PersistOutcome> {
    const finish = (etag: string, bytes: number): PersistOutcome => {
      const durationMs = performance.now() - startedAt;
      const outcome = { etag, bytes, wrote: "snapshot", sentBytes: bytes, durationMs } as const;
      return settle({ snapshot, outcome, head: headOf(snapshot), content });
    };
    const written = await object.put(body(), known.etag, signal);
    if (written.kind === "written") return finish(written.etag, written.bytes);

    const theirs = await foundInstead(object, options, signal);
    // A retry finds the object that the first try wrote, if only the answer was lost.
    if (theirs.head?.generation === snapshot.generation && theirs.digest === (await digestOf(body()))) {
      return finish(theirs.etag ?? "", theirs.bytes);
    }
    const generation = Math.max(known.generation, await newestGeneration(theirs.head, signal));
    known = { etag: theirs.etag, generation };
    if (theirs.head !== undefined) throw conflict(snapshot, theirs.head.generation);

    // Nobody is ahead: the object was deleted, or is not a snapshot.
    const again = await object.put(body(), known.etag, signal);
    if (again.kind === "written") return finish(again.etag, again.bytes);
    throw conflict(snapshot, undefined);
  }

  async function newestGeneration(head: SnapshotHead | undefined, signal: AbortSignal): Promise<number> {
    return head === undefined ? 0 : ((await freshnessOf(head, signal))?.generation ?? head.generation);
  }

  /** A snapshot that is there is taken over, whatever is wrong with the object beside it. */
  async function freshnessOf(head: SnapshotHead, signal: AbortSignal): Promise<Freshness | undefined> {
    return await freshness?.read(head, signal).catch(() => signal.throwIfAborted() as undefined);
  }

  async function restore(signal: AbortSignal): Promise<RestoreOutcome> {
    signal.throwIfAborted();
    const found = await object.get(held?.outcome.etag, signal);
    if (found.kind === "unchanged") return await restoreFreshness(found.etag, signal);
    // What is there is not, or no longer, what this process wrote.
    if (held !== undefined) held = { ...held, content: undefined };
    if (found.kind === "absent") return { kind: "absent" };

    const startedAt = performance.now();
    const body = counted(found.body);
    const lies = await decodeSnapshot(body.chunks, { ...options, location }, signal);
    const fresh = await freshnessOf(lies, signal);
    const snapshot = fresh === undefined ? lies : Object.freeze({ ...lies, ...fresh });
    inner.adopt(snapshot);
    const bytes = body.bytes();
    const durationMs = performance.now() - startedAt;
    const outcome = { etag: found.etag, bytes, wrote: "snapshot", sentBytes: 0, durationMs } as const;
    settle({ snapshot, outcome, head: headOf(lies), content: undefined });
    return { kind: "restored", snapshot, etag: found.etag };
  }

  /** The snapshot is the one that is held; maybe its writer has said since that it is still right. */
  async function restoreFreshness(etag: string, signal: AbortSignal): Promise<RestoreOutcome> {
    const isOurs = held?.content !== undefined;
    const fresh = held === undefined || isOurs ? undefined : await freshness?.read(held.head, signal);
    if (held === undefined || fresh === undefined || fresh.generation <= known.generation)
      return { kind: "unchanged", etag };
    const snapshot = Object.freeze({ ...held.snapshot, ...fresh });
    inner.adopt(snapshot);
    settle({ ...held, snapshot });
    return { kind: "restored", snapshot, etag };
  }
}

const rowsOf = ({ rows }: Snapshot): number => rows.claim.length + rows.composite.length + rows.managed.length;

/** Without its rows, which would otherwise be kept as long. */
const headOf = ({ generation, takenAt, cluster }: SnapshotHead): SnapshotHead => ({ generation, takenAt, cluster });
