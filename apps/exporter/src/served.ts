import type { Pages } from "@xp-tracker/http";
import type { ExporterMetrics } from "@xp-tracker/metrics";
import { pagesOf } from "./rendered.ts";
import type { Rendered, ServedSnapshot } from "./rendered.ts";

/** What is served: the facts of a snapshot and the pages made from it, swapped as one. */
export interface Served {
  readonly snapshot: ServedSnapshot | undefined;
  readonly pages: Pages;
}

export interface Serving {
  current(): Served;
  /** From now on this is served: a scrape sees the old pages or the new ones. */
  swap(rendered: Rendered, renderMs: number): void;
}

/** @param empty the pages that say that there is no snapshot yet */
export function serving(empty: Rendered, metrics: ExporterMetrics): Serving {
  let current = served(empty);
  return {
    current: () => current,
    swap: (rendered, renderMs) => {
      current = served(rendered);
      const bytes = { metrics: rendered.metrics.bytes, bookkeeping: rendered.bookkeeping.bytes };
      metrics.rendered({ durationMs: renderMs, bytes });
    },
  };
}

const served = (rendered: Rendered): Served => ({ snapshot: rendered.snapshot, pages: pagesOf(rendered) });
