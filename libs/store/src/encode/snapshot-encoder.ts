import type { Snapshot } from "@xp-tracker/crossplane";
import { gzipSegment } from "@xp-tracker/runtime";
import type { GzipSegment, SnapshotCompression } from "@xp-tracker/runtime";
import { breather } from "../snapshot/breather.ts";
import { byClass } from "../by-class.ts";
import { compressedBody } from "./compression.ts";
import { encodedRows } from "./encoded-rows.ts";
import { snapshotLayout } from "./snapshot-layout.ts";
import type { Pieces } from "../object/snapshot-object.ts";

export interface EncodedSnapshot {
  /** Length of the JSON text, whatever the compression. */
  readonly textBytes: number;
  /** The bytes as they are to lie in the object; the same ones each time. */
  readonly body: () => Pieces;
  /** Identical for snapshots of this encoder, one after the other, that differ in nothing but their head. */
  readonly content: Content;
}

/** All but the head: texts, and the pieces of rows. */
type Content = readonly (string | readonly GzipSegment[])[];

/** Encodes one snapshot after the other. What it encoded the last time it keeps, compressed, and uses again. */
export type SnapshotEncoder = (snapshot: Snapshot, signal: AbortSignal) => Promise<EncodedSnapshot>;

/**
 * The text is that of `encodeSnapshot`, byte for byte; the cost follows the rows that changed since the last time, but
 * for the bytes that have to be made of it where it is not gzip.
 */
export function snapshotEncoder(compression: SnapshotCompression): SnapshotEncoder {
  const rowsOf = byClass(encodedRows);
  let last: Content = [];

  return async (snapshot, signal) => {
    const rest = breather();
    const breathe = async (): Promise<void> => {
      await rest();
      signal.throwIfAborted();
    };
    const parts: (readonly GzipSegment[])[] = [];
    const content: (string | readonly GzipSegment[])[] = [];
    for (const part of snapshotLayout(snapshot)) {
      const segments =
        part.kind === "rows"
          ? await rowsOf[part.class].encode(part.rows, breathe)
          : [gzipSegment(Buffer.from(part.text))];
      parts.push(segments);
      if (part.kind !== "head") content.push(part.kind === "rows" ? segments : part.text);
    }
    if (!isSame(content, last)) last = content;
    const segments = parts.flat();
    return {
      textBytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
      body: () => compressedBody[compression](segments),
      content: last,
    };
  };
}

const isSame = (a: Content, b: Content): boolean =>
  a.length === b.length && a.every((part, index) => part === b[index]);
