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
  /** Forgets all segments but those that were retained last. */
  readonly revert: () => void;
}

export function segmentCache(): SegmentCache {
  const fingerprintOf = fingerprinter();
  let retained = new Map<string, KeptSegment>();
  /** Those since then. */
  const added = new Map<string, KeptSegment>();
  return {
    keep: (text) => {
      const fingerprint = fingerprintOf(text);
      const known = retained.get(fingerprint) ?? added.get(fingerprint);
      if (known !== undefined) return known;
      const segment = { ...gzipSegment(text), fingerprint };
      added.set(fingerprint, segment);
      return segment;
    },
    retain: (segments) => {
      retained = new Map(segments.map((segment) => [segment.fingerprint, segment]));
      added.clear();
    },
    revert: () => added.clear(),
  };
}
