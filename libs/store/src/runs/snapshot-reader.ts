import type { Rows, Snapshot } from "@xp-tracker/crossplane";
import { AppError } from "@xp-tracker/runtime";
import type { Freshness } from "../freshness/freshness.ts";
import { freshnessObject } from "../freshness/freshness-object.ts";
import type { MakeOfRows, Run } from "./run-collector.ts";
import { decodeSnapshot } from "../decode/snapshot-decode.ts";
import type { DecodeOptions } from "../decode/snapshot-decode.ts";
import type { FoundObject, SnapshotObject } from "../object/snapshot-object.ts";
import { decodeInRuns } from "./snapshot-runs.ts";

/** What a reader that keeps no rows makes of them. */
export interface Makers<T> {
  /** Of consecutive rows of a class that are in order and name different objects. Depends on them alone. */
  readonly make: MakeOfRows<T>;
  /** Of all rows, where they are in any order or name an object twice: the original's snapshots are so. */
  readonly makeOfAll: (rows: Rows) => readonly T[];
}

interface Restored<T> {
  readonly kind: "restored";
  readonly facts: Omit<Snapshot, "rows">;
  readonly made: readonly T[];
}

export type SnapshotRead<T> =
  /** A new snapshot; or the same, by the very things made of it, with new facts: it is still right. */
  | Restored<T>
  /** All is as it was read last. */
  | { readonly kind: "unchanged" }
  /** There is no object yet. */
  | { readonly kind: "absent" };

export interface SnapshotReader<T> {
  readonly location: string;
  /**
   * @throws AppError as a store's `restore` does, and SNAPSHOT_OLDER; what was read before then is not forgotten
   */
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
  const freshness = object.freshness && freshnessObject(object.freshness, options);
  let etag: string | undefined;
  let before: readonly Run<T>[] = [];
  /** The snapshot as it lies in the object. */
  let held: Restored<T> | undefined;
  /** What was given last. */
  let given: Age | undefined;

  return {
    location,
    async read(signal) {
      const found = await object.get(etag, signal);
      if (found.kind === "absent") return found;
      if (found.kind === "unchanged") {
        const fresh = held && (await freshness?.read(held.facts, signal));
        if (fresh === undefined || held === undefined || isOlder(fresh, given)) return { kind: "unchanged" };
        given = fresh;
        return freshened(held, fresh);
      }
      const restored = await decode(found, signal);
      // A snapshot that is there is served, whatever is wrong with the object beside it: the next look tells.
      const fresh = await freshness?.read(restored.facts, signal).catch(() => undefined);
      const next = fresh === undefined ? restored : freshened(restored, fresh);
      if (isOlder(next.facts, given)) throw forgetting(older(location, next.facts, given));
      held = restored;
      given = next.facts;
      return next;
    },
  };

  /** The next look reads the object again, until it is another one. */
  function forgetting(error: AppError): AppError {
    etag = undefined;
    return error;
  }

  async function decode(found: FoundObject, signal: AbortSignal): Promise<Restored<T>> {
    const { facts, runs, isOrdered } = await decodeInRuns(found.body, { ...options, location }, before, make, signal);
    if (!isOrdered) return decodeAll(signal);
    ({ etag } = found);
    before = runs;
    return { kind: "restored", facts, made: runs.map(({ made }) => made) };
  }

  async function decodeAll(signal: AbortSignal): Promise<Restored<T>> {
    const found = await object.get(undefined, signal);
    if (found.kind !== "found") throw goneMeanwhile(location);
    const { rows, ...facts } = await decodeSnapshot(found.body, { ...options, location }, signal);
    ({ etag } = found);
    before = [];
    return { kind: "restored", facts, made: makeOfAll(rows) };
  }
}

type Age = Pick<Snapshot, "generation" | "takenAt">;

/**
 * Older by number and by time. A snapshot with a lower number that was taken later is no step back: the store was emptied,
 * or is another one.
 */
const isOlder = (next: Age, given: Age | undefined): given is Age =>
  given !== undefined && next.generation < given.generation && next.takenAt < given.takenAt;

const older = (location: string, next: Age, given: Age): AppError =>
  new AppError(
    "SNAPSHOT_OLDER",
    `${location} went back from generation ${given.generation} to ${next.generation}: a writer that had fallen behind overwrote it`,
    { remedy: "Nothing: the next poll cycle of the leader replaces it. A store with conditional writes prevents it." },
  );

const freshened = <T>(restored: Restored<T>, fresh: Freshness): Restored<T> => ({
  ...restored,
  facts: { ...restored.facts, ...fresh },
});

const goneMeanwhile = (location: string): AppError =>
  new AppError("SNAPSHOT_READ", `${location} was removed while it was read`, {
    remedy: "The next refresh tries again.",
  });
