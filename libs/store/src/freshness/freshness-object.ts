import { AppError } from "@xp-tracker/runtime";
import { decodeFreshness, encodeFreshness, isSameSnapshot } from "./freshness.ts";
import type { Freshness, SnapshotId } from "./freshness.ts";
import type { DecodeOptions } from "../decode/snapshot-decode.ts";
import type { StoredObject } from "../object/snapshot-object.ts";

/** The small object beside a snapshot, as one process uses it. */
export interface FreshnessObject {
  /**
   * What is said of the snapshot `of` and was not given yet; undefined where that is nothing newer than itself. An object
   * that cannot be understood, or speaks of another snapshot, says nothing. @throws AppError SNAPSHOT_READ
   */
  read(of: SnapshotId, signal: AbortSignal): Promise<Freshness | undefined>;
  /** @returns how many bytes it wrote @throws AppError SNAPSHOT_WRITE, SNAPSHOT_CONFLICT */
  write(of: SnapshotId, freshness: Freshness, signal: AbortSignal): Promise<number>;
}

const ATTEMPTS = 3;

export function freshnessObject(object: StoredObject, options: Omit<DecodeOptions, "location">): FreshnessObject {
  const { location } = object;
  let etag: string | undefined;
  let spokenOf: SnapshotId | undefined;

  return {
    async read(of, signal) {
      // What was read for another snapshot may be about this one.
      const known = spokenOf !== undefined && isSameSnapshot(spokenOf, of) ? etag : undefined;
      const found = await object.get(known, signal);
      if (found.kind !== "found") return undefined;
      const said = await decodeFreshness(found.body, { ...options, location });
      ({ etag } = found);
      spokenOf = of;
      const isNews = said !== undefined && isSameSnapshot(said.of, of) && said.freshness.generation > of.generation;
      return isNews ? said.freshness : undefined;
    },
    async write(of, freshness, signal) {
      const text = Buffer.from(encodeFreshness(of, freshness));
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const written = await object.put(once(text), etag, signal);
        if (written.kind === "written") {
          ({ etag } = written);
          spokenOf = of;
          return written.bytes;
        }
        // Nobody else speaks of a snapshot that this process wrote: it is about an older one, or our own write whose
        // answer was lost.
        etag = await tagOf(object, signal);
      }
      throw contended(location);
    },
  };
}

async function tagOf(object: StoredObject, signal: AbortSignal): Promise<string | undefined> {
  const found = await object.get(undefined, signal);
  if (found.kind !== "found") return undefined;
  for await (const _ of found.body);
  return found.etag;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}

const contended = (location: string): AppError =>
  new AppError("SNAPSHOT_CONFLICT", `${location} was not written: another writer writes it all the time`, {
    remedy:
      "Let a Lease decide which poller writes (LEADER_ELECTION), and give each cluster a prefix or directory of its own.",
  });
