import { gzipMember, gzipSegment, gzippedBody } from "@xp-tracker/http";
import type { GzipSegment, LandingSnapshot, Pages } from "@xp-tracker/http";
import { contentTypes, openMetricsEnd } from "@xp-tracker/metrics";

export type ServedSnapshot = Extract<LandingSnapshot, { readonly state: "served" }>;

/** All that is kept of a snapshot once its pages are made. Plain data: it can go from thread to thread. */
export interface Rendered {
  /** undefined: the pages that say that there is no snapshot yet. */
  readonly snapshot: ServedSnapshot | undefined;
  readonly metrics: GzipSegment;
  readonly bookkeeping: GzipSegment;
}

/** The answers to requests. Both formats of the metrics page share their bytes. */
export function pagesOf({ snapshot, metrics, bookkeeping }: Rendered): Pages {
  const etag = snapshot && tagOf(snapshot);
  return {
    metrics: {
      text: body(contentTypes.text, [metrics], etag),
      openmetrics: body(contentTypes.openmetrics, [metrics, openMetricsEndSegment], etag && `${etag}-om`),
    },
    bookkeeping: body("application/json; charset=utf-8", [bookkeeping], etag),
  };
}

const body = (contentType: string, segments: readonly GzipSegment[], etag: string | undefined) =>
  gzippedBody(
    contentType,
    gzipMember(segments),
    segments.reduce((sum, { bytes }) => sum + bytes, 0),
    etag,
  );

const openMetricsEndSegment = gzipSegment(openMetricsEnd);

/** Replicas that hold the same generation send the same tag. */
const tagOf = ({ generation, takenAt }: ServedSnapshot): string => `${generation}-${takenAt.toString(36)}`;
