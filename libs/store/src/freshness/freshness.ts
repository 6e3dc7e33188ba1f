import type { Source } from "@xp-tracker/crossplane";
import { AppError } from "@xp-tracker/runtime";
import { FormatError, ShapeError } from "../snapshot/format-error.ts";
import { judge } from "../decode/snapshot-decode.ts";
import type { DecodeOptions } from "../decode/snapshot-decode.ts";
import type { SnapshotHead } from "../snapshot/snapshot-head.ts";
import { readHead } from "../snapshot/snapshot-head.ts";
import { headMembers } from "../encode/snapshot-layout.ts";
import { asObject, readRecord, sourceTypes } from "../wire/wire-records.ts";
import { formatTime } from "../wire/wire-time.ts";

/** What a later cycle found that changed nothing else: the snapshot's new head. */
export interface Freshness extends SnapshotHead {
  readonly sources: readonly Source[];
}

/** Tells a snapshot, as it lies in the object, from all others. Unlike a tag it is the same on every machine. */
export type SnapshotId = Pick<SnapshotHead, "generation" | "takenAt">;

export const isSameSnapshot = (a: SnapshotId, b: SnapshotId): boolean =>
  a.generation === b.generation && a.takenAt === b.takenAt;

/** The document that says that the snapshot `of` is still right. */
export const encodeFreshness = (of: SnapshotId, freshness: Freshness): string =>
  `{"of":{"generation":${of.generation},"persistedAt":${JSON.stringify(formatTime(of.takenAt))}},${headMembers(freshness)}}`;

export interface ReadFreshness {
  readonly of: SnapshotId;
  readonly freshness: Freshness;
}

/** Of as many sources as anybody has. */
const MAX_BYTES = 16 * 2 ** 20;

/** @returns undefined where it is none, or not for this reader: it then says nothing @throws what `body` throws */
export async function decodeFreshness(
  body: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): Promise<ReadFreshness | undefined> {
  const text = await textOf(body);
  try {
    return read(text, options);
  } catch (error) {
    if (error instanceof AppError || error instanceof FormatError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function read(text: string, options: DecodeOptions): ReadFreshness {
  const members = membersOf(JSON.parse(text));
  const head = judge(members, options, () => undefined);
  const sources = members.get("sources");
  if (!Array.isArray(sources)) throw new ShapeError("has no list of sources");
  return {
    of: readHead(membersOf(members.get("of"))),
    freshness: { ...head, sources: Object.freeze(sources.map((source) => readRecord(sourceTypes, source))) },
  };
}

const membersOf = (value: unknown): ReadonlyMap<string, unknown> => new Map(Object.entries(asObject(value)));

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) return "";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
