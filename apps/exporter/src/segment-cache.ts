import { hash } from "node:crypto";
import { gzipSegment } from "@xp-tracker/http";
import type { GzipSegment } from "@xp-tracker/http";

/** A compressed text that is known by a digest of the text. */
export interface KeptSegment extends GzipSegment {
  readonly digest: string;
}

export interface SegmentCache {
  /** The text compressed, or what was made of the same text before: compressing costs ten times as much as a digest. */
  readonly keep: (text: Buffer) => KeptSegment;
  /** Forgets all segments but these. */
  readonly retain: (segments: readonly KeptSegment[]) => void;
}

export function segmentCache(): SegmentCache {
  let known = new Map<string, KeptSegment>();
  return {
    keep: (text) => {
      const digest = hash("sha256", text, "base64");
      const segment = known.get(digest) ?? { ...gzipSegment(text), digest };
      known.set(digest, segment);
      return segment;
    },
    retain: (segments) => {
      known = new Map(segments.map((segment) => [segment.digest, segment]));
    },
  };
}
