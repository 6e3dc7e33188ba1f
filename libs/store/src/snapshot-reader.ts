import type { Rows, Snapshot } from "@xp-tracker/crossplane";
import type { MakeOfRows, Run } from "./run-collector.ts";
import { decodeSnapshot } from "./snapshot-decode.ts";
import type { DecodeOptions } from "./snapshot-decode.ts";
import type { SnapshotObject } from "./snapshot-object.ts";
import { decodeInRuns } from "./snapshot-runs.ts";

/** What a reader that keeps no rows makes of them. */
export interface Makers<T> {
  /** Of consecutive rows of a class that are in order and name different objects. Depends on them alone. */
  readonly make: MakeOfRows<T>;
  /** Of all rows, where they are in any order or name an object twice: the original's snapshots are so. */
  readonly makeOfAll: (rows: Rows) => readonly T[];
}

export type SnapshotRead<T> =
  | { readonly kind: "restored"; readonly facts: Omit<Snapshot, "rows">; readonly made: readonly T[] }
  /** The object is the one that was read last. */
  | { readonly kind: "unchanged" }
  /** There is no object yet. */
  | { readonly kind: "absent" };

export interface SnapshotReader<T> {
  readonly location: string;
  /** @throws AppError as a store's `restore` does; what was read before then is not forgotten */
  read(signal: AbortSignal): Promise<SnapshotRead<T>>;
}

/**
 * Reads a snapshot again and again for a process that serves it and needs no rows. The cost follows what changed
 * since the last time, but for a pass over the bytes; memory follows what is made of the rows.
 */
export function snapshotReader<T>(
  object: SnapshotObject,
  options: Omit<DecodeOptions, "location">,
  { make, makeOfAll }: Makers<T>,
): SnapshotReader<T> {
  const { location } = object;
  let etag: string | undefined;
  let before: readonly Run<T>[] = [];

  return {
    location,
    async read(signal) {
      const found = await object.get(etag, signal);
      if (found.kind !== "found") return { kind: found.kind };
      const { facts, runs, isOrdered } = await decodeInRuns(found.body, { ...options, location }, before, make, signal);
      if (!isOrdered) return readAll(signal);
      ({ etag } = found);
      before = runs;
      return { kind: "restored", facts, made: runs.map(({ made }) => made) };
    },
  };

  async function readAll(signal: AbortSignal): Promise<SnapshotRead<T>> {
    const found = await object.get(undefined, signal);
    if (found.kind !== "found") return { kind: "absent" };
    const { rows, ...facts } = await decodeSnapshot(found.body, { ...options, location }, signal);
    ({ etag } = found);
    before = [];
    return { kind: "restored", facts, made: makeOfAll(rows) };
  }
}
