import { setImmediate as nextTurn } from "node:timers/promises";
import { resourceClasses } from "@xp-tracker/crossplane";
import type { Snapshot } from "@xp-tracker/crossplane";
import { gzipSegment, joinSegments } from "@xp-tracker/http";
import type { GzipSegment } from "@xp-tracker/http";
import { bookkeepingSegments, pageRenderer, rowChunks } from "@xp-tracker/metrics";
import type { Family, RenderedChunk } from "@xp-tracker/metrics";
import { landingSnapshot } from "./landing.ts";
import type { Rendered } from "./rendered.ts";

/**
 * Everything that is served from one snapshot, rendered and compressed once. Rests after each segment, so that other
 * work of the thread goes on meanwhile. @throws the signal's reason
 */
export async function renderSnapshot(
  snapshot: Snapshot | undefined,
  families: readonly Family[],
  signal: AbortSignal,
): Promise<Rendered> {
  const { chunk, page } = pageRenderer(families, (text) => gzipSegment(text));
  const chunks: RenderedChunk<GzipSegment>[] = [];
  for (const resourceClass of resourceClasses) {
    for (const rows of rowChunks(resourceClass, snapshot?.rows[resourceClass] ?? [])) {
      chunks.push(chunk(rows));
      await nextTurn(undefined, { signal });
    }
  }
  return {
    snapshot: snapshot && landingSnapshot(snapshot),
    metrics: joinSegments(page(snapshot, chunks)),
    bookkeeping: await compressed(bookkeepingSegments(snapshot), signal),
  };
}

async function compressed(texts: Iterable<Buffer>, signal: AbortSignal): Promise<GzipSegment> {
  const segments: GzipSegment[] = [];
  for (const text of texts) {
    segments.push(gzipSegment(text));
    await nextTurn(undefined, { signal });
  }
  return joinSegments(segments);
}
