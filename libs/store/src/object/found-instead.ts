import { AppError } from "@xp-tracker/runtime";
import { decodeHead } from "../decode/snapshot-decode.ts";
import type { SnapshotHead } from "../snapshot/snapshot-head.ts";
import { digested } from "./measured.ts";
import type { Pieces, SnapshotObject } from "./snapshot-object.ts";

export interface FoundInstead {
  readonly etag: string | undefined;
  readonly bytes: number;
  /** Undefined: it is not a snapshot that can be read. */
  readonly head: SnapshotHead | undefined;
  readonly digest: string;
}

/** What is there instead of the object that a writer knew. @throws AppError what reading an object does, SNAPSHOT_TOO_NEW */
export async function foundInstead(
  object: SnapshotObject,
  { cluster }: { readonly cluster: string },
  signal: AbortSignal,
): Promise<FoundInstead> {
  const found = await object.get(undefined, signal);
  if (found.kind !== "found") return { etag: undefined, bytes: 0, head: undefined, digest: "" };
  const { chunks, digest } = digested(found.body);
  // Nothing of the rows is kept, so their size is no matter.
  const lenient = { cluster, location: object.location, maxBytes: Number.POSITIVE_INFINITY };
  const head = await decodeHead(chunks, lenient, signal).catch((error: unknown) => {
    if (isUnreadable(error)) return undefined;
    throw error;
  });
  return { etag: found.etag, bytes: found.bytes ?? 0, head, digest: digest() };
}

/** What may be overwritten: nothing that a reader could take over. */
const isUnreadable = (error: unknown): boolean => error instanceof AppError && error.code === "SNAPSHOT_CORRUPT";

/** As {@link FoundInstead.digest} is made. */
export async function digestOf(body: Pieces): Promise<string> {
  const { chunks, digest } = digested(body);
  for await (const _ of chunks);
  return digest();
}
