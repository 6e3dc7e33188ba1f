import { setImmediate as nextTurn } from "node:timers/promises";
import { resourceClasses } from "@xp-tracker/crossplane";
import type { Snapshot } from "@xp-tracker/crossplane";
import { joinSegments } from "@xp-tracker/http";
import type { GzipSegment } from "@xp-tracker/http";
import { rowChunks } from "@xp-tracker/metrics";
import type { Family } from "@xp-tracker/metrics";
import { pageMaker } from "./page-maker.ts";
import type { MadeOfRows, PageMaker } from "./page-maker.ts";
import type { Rendered } from "./rendered.ts";

/** Everything that is served from one snapshot, rendered and compressed once. @throws the signal's reason */
export const renderSnapshot = (
  snapshot: Snapshot | undefined,
  families: readonly Family[],
  signal: AbortSignal,
): Promise<Rendered> => renderWith(pageMaker(families), snapshot, signal);

async function renderWith(maker: PageMaker, snapshot: Snapshot | undefined, signal: AbortSignal): Promise<Rendered> {
  const made: MadeOfRows[] = [];
  for (const resourceClass of resourceClasses) {
    for (const chunk of rowChunks(resourceClass, snapshot?.rows[resourceClass] ?? [])) {
      made.push(maker.ofChunk(chunk));
      await nextTurn(undefined, { signal });
    }
  }
  const segments: GzipSegment[] = [];
  for (const segment of maker.bookkeeping(snapshot, made)) {
    segments.push(segment);
    await nextTurn(undefined, { signal });
  }
  return { ...maker.metrics(snapshot, made), bookkeeping: joinSegments(segments) };
}
