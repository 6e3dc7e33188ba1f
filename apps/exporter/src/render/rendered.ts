import { gzippedBody } from "@xp-tracker/http";
import type { Body, LandingSnapshot, MetricsPages } from "@xp-tracker/http";
import { contentTypes, openMetricsEnd } from "@xp-tracker/metrics";
import { gzipMember, gzipSegment } from "@xp-tracker/runtime";
import type { GzipSegment } from "@xp-tracker/runtime";

export type ServedSnapshot = Extract<LandingSnapshot, { readonly state: "served" }>;

/** What is kept of a snapshot once its metrics page is made. Plain data: it can go from thread to thread. */
export interface RenderedMetrics {
  /** undefined: the page that says that there is no snapshot yet. */
  readonly snapshot: ServedSnapshot | undefined;
  readonly metrics: GzipSegment;
}

/** The same with the other page. */
export interface Rendered extends RenderedMetrics {
  readonly bookkeeping: GzipSegment;
}

/** The answers to scrapes. Both formats share their bytes. */
export function metricsPagesOf({ snapshot, metrics }: RenderedMetrics): MetricsPages {
  const etag = snapshot && tagOf(snapshot);
  return {
    text: bodyOf(contentTypes.text, [metrics], etag),
    openmetrics: bodyOf(contentTypes.openmetrics, [metrics, openMetricsEndSegment], etag && `${etag}-om`),
  };
}

export const bookkeepingBodyOf = (snapshot: ServedSnapshot | undefined, bookkeeping: GzipSegment): Body =>
  bodyOf("application/json; charset=utf-8", [bookkeeping], snapshot && tagOf(snapshot));

function bodyOf(contentType: string, segments: readonly GzipSegment[], etag: string | undefined): Body {
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  return gzippedBody(contentType, gzipMember(segments), bytes, etag);
}

const openMetricsEndSegment = gzipSegment(openMetricsEnd);

/** Replicas that hold the same generation send the same tag. */
const tagOf = ({ generation, takenAt }: ServedSnapshot): string => `${generation}-${takenAt.toString(36)}`;
