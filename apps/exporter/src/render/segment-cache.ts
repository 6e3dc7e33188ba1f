import { fingerprinter, gzipSegment } from "@xp-tracker/runtime";
import type { GzipSegment } from "@xp-tracker/runtime";

/** A compressed text that is known by a fingerprint of the text. */
export interface KeptSegment extends GzipSegment {
  readonly fingerprint: string;
}

export interface SegmentCache {
  /** The text compressed, or what was made of the same text before: compressing costs ten times as much as a fingerprint. */
  readonly keep: (text: Buffer) => KeptSegment;
  /** Forgets all segments but these. */
  readonly retain: (segments: readonly KeptSegment[]) => void;
}

export function segmentCache(): SegmentCache {
  const fingerprintOf = fingerprinter();
  let known = new Map<string, KeptSegment>();
  return {
    keep: (text) => {
      const fingerprint = fingerprintOf(text);
      const segment = known.get(fingerprint) ?? { ...gzipSegment(text), fingerprint };
      known.set(fingerprint, segment);
      return segment;
    },
    retain: (segments) => {
      known = new Map(segments.map((segment) => [segment.fingerprint, segment]));
    },
  };
}
