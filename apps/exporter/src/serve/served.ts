import type { Pages } from "@xp-tracker/http";
import type { ServingMetrics } from "@xp-tracker/metrics";
import type { GzipSegment } from "@xp-tracker/runtime";
import { bookkeepingBodyOf, metricsPagesOf } from "../render/rendered.ts";
import type { Rendered, RenderedMetrics, ServedSnapshot } from "../render/rendered.ts";

/** What is served: the facts of a snapshot and the pages made from it. */
export interface Served {
  readonly snapshot: ServedSnapshot | undefined;
  readonly pages: Pages;
}

export interface Serving {
  current(): Served;
  /** From now on this is served: a scrape sees the old page or the new one. `/bookkeeping` follows by itself. */
  swap(rendered: RenderedMetrics, renderMs: number): void;
  /** `/bookkeeping` of the snapshot that is served. */
  swapBookkeeping(bookkeeping: GzipSegment): void;
}

/** @param empty the pages that say that there is no snapshot yet */
export function serving(empty: Rendered, metrics: ServingMetrics): Serving {
  let current: Served = {
    snapshot: undefined,
    pages: { metrics: metricsPagesOf(empty), bookkeeping: bookkeepingBodyOf(undefined, empty.bookkeeping) },
  };
  return {
    current: () => current,
    swap: (rendered, renderMs) => {
      const { snapshot } = rendered;
      current = { snapshot, pages: { ...current.pages, metrics: metricsPagesOf(rendered) } };
      metrics.rendered({ durationMs: renderMs, bytes: { metrics: rendered.metrics.bytes } });
    },
    swapBookkeeping: (bookkeeping) => {
      const { snapshot, pages } = current;
      current = { snapshot, pages: { ...pages, bookkeeping: bookkeepingBodyOf(snapshot, bookkeeping) } };
      metrics.pageSize("bookkeeping", bookkeeping.bytes);
    },
  };
}
