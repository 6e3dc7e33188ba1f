import type { Snapshot } from "@xp-tracker/crossplane";
import { byteLength } from "@xp-tracker/http";
import type { LandingSnapshot, Pages } from "@xp-tracker/http";
import type { ExporterMetrics, Family } from "@xp-tracker/metrics";
import { landingSnapshot } from "./landing.ts";
import { renderPages } from "./render-pages.ts";

/** What is served: a snapshot and the pages made from it, swapped as one. */
export interface Served {
  readonly snapshot: Snapshot | undefined;
  readonly pages: Pages;
  readonly landing: LandingSnapshot | undefined;
}

export interface Serving {
  current(): Served;
  /** Renders `snapshot`, then swaps: a scrape sees the old pages or the new ones. @throws the signal's reason */
  swap(snapshot: Snapshot, signal: AbortSignal): Promise<void>;
}

/** Starts with the pages that say that there is no snapshot yet. */
export async function serving(
  families: readonly Family[],
  metrics: ExporterMetrics,
  signal: AbortSignal,
): Promise<Serving> {
  let current: Served = {
    snapshot: undefined,
    pages: await renderPages(undefined, families, signal),
    landing: undefined,
  };
  return {
    current: () => current,
    swap: async (snapshot, swapSignal) => {
      const startedAt = performance.now();
      const pages = await renderPages(snapshot, families, swapSignal);
      current = { snapshot, pages, landing: landingSnapshot(snapshot) };
      const bytes = {
        metrics: byteLength(pages.metrics.text.identity),
        bookkeeping: byteLength(pages.bookkeeping.identity),
      };
      metrics.rendered({ durationMs: performance.now() - startedAt, bytes });
    },
  };
}
