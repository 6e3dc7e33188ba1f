import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { bookkeepingChunk, bookkeepingSegments, distinctChunk, pageRenderer } from "@xp-tracker/metrics";
import type { BookkeepingChunk, Family, RenderedChunk, RowChunk, SnapshotFacts } from "@xp-tracker/metrics";
import { gzipSegment, joinSegments } from "@xp-tracker/runtime";
import type { GzipSegment } from "@xp-tracker/runtime";
import { landingSnapshot } from "./landing.ts";
import type { RenderedMetrics } from "./rendered.ts";
import { segmentCache } from "./segment-cache.ts";
import type { KeptSegment } from "./segment-cache.ts";

/** All that is kept of a chunk of rows. */
export interface MadeOfRows {
  readonly metrics: RenderedChunk<KeptSegment>;
  readonly bookkeeping: BookkeepingChunk;
}

/** Makes pages of chunks of rows. What was made of a chunk can be used again for every snapshot that has the same. */
export interface PageMaker {
  readonly ofChunk: (chunk: RowChunk) => MadeOfRows;
  /** Of rows that are in order and name different objects. */
  readonly ofRows: (resourceClass: ResourceClass, rows: readonly Row[]) => MadeOfRows;
  /** Milliseconds that chunks have taken so far. */
  readonly chunksMs: () => number;
  /**
   * The metrics page, bit by bit; {@link finish} makes it whole.
   * @param made of all chunks of the snapshot, those of a class in their order
   */
  readonly metrics: (facts: SnapshotFacts | undefined, made: readonly MadeOfRows[]) => Iterable<KeptSegment>;
  readonly finish: (
    facts: SnapshotFacts | undefined,
    made: readonly MadeOfRows[],
    metrics: readonly KeptSegment[],
  ) => RenderedMetrics;
  /** There will be no page of what was made since the last one: it is forgotten. */
  readonly giveUp: () => void;
  /** The other page, bit by bit; {@link joinSegments} makes it whole. */
  readonly bookkeeping: (facts: SnapshotFacts | undefined, made: readonly MadeOfRows[]) => Iterable<GzipSegment>;
}

export function pageMaker(families: readonly Family[]): PageMaker {
  const cache = segmentCache();
  const renderer = pageRenderer(families, cache.keep);
  let chunksMs = 0;
  const ofChunk = (chunk: RowChunk): MadeOfRows => {
    const startedAt = performance.now();
    const made = { metrics: renderer.chunk(chunk), bookkeeping: bookkeepingChunk(chunk.class, chunk.rows) };
    chunksMs += performance.now() - startedAt;
    return made;
  };
  return {
    ofChunk,
    ofRows: (resourceClass, rows) => ofChunk(distinctChunk(resourceClass, rows)),
    chunksMs: () => chunksMs,
    metrics: (facts, made) =>
      renderer.page(
        facts,
        made.map(({ metrics }) => metrics),
      ),
    finish: (facts, made, metrics) => {
      cache.retain(metrics);
      const chunks = made.map((each) => each.metrics);
      return { snapshot: facts && landingSnapshot(facts, chunks), metrics: joinSegments(metrics) };
    },
    giveUp: cache.revert,
    *bookkeeping(facts, made) {
      const chunks = made.map(({ bookkeeping }) => bookkeeping);
      for (const text of bookkeepingSegments(facts?.takenAt, chunks)) yield gzipSegment(text);
    },
  };
}
