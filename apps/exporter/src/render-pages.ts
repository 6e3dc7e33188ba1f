import { setImmediate as nextTurn } from "node:timers/promises";
import type { Snapshot } from "@xp-tracker/crossplane";
import { bodyOf, withGzip } from "@xp-tracker/http";
import type { Body, Pages } from "@xp-tracker/http";
import { bookkeepingSegments, contentTypes, openMetricsEnd, renderSegments } from "@xp-tracker/metrics";
import type { Family } from "@xp-tracker/metrics";

/**
 * Everything that is served from one snapshot, rendered and compressed once. Rests after each segment, so that other
 * requests are answered meanwhile.
 */
export async function renderPages(
  snapshot: Snapshot | undefined,
  families: readonly Family[],
  signal: AbortSignal,
): Promise<Pages> {
  const etag = snapshot && tagOf(snapshot);
  const text = await collected(renderSegments(snapshot, families), signal);
  const compressed = (body: Body): Promise<Body> => withGzip(body, signal);
  return {
    metrics: {
      text: await compressed(bodyOf(contentTypes.text, text, etag)),
      openmetrics: await compressed(bodyOf(contentTypes.openmetrics, [...text, openMetricsEnd], etag && `${etag}-om`)),
    },
    bookkeeping: await compressed(
      bodyOf("application/json; charset=utf-8", await collected(bookkeepingSegments(snapshot), signal), etag),
    ),
  };
}

/** Replicas that hold the same generation send the same tag. */
const tagOf = ({ generation, takenAt }: Snapshot): string => `${generation}-${takenAt.toString(36)}`;

async function collected(segments: Iterable<Buffer>, signal: AbortSignal): Promise<readonly Buffer[]> {
  const all: Buffer[] = [];
  for (const segment of segments) {
    all.push(segment);
    await nextTurn(undefined, { signal });
  }
  return all;
}
