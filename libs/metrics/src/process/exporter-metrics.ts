import type { ErrorCode } from "@xp-tracker/runtime";
import { exporterFamilies } from "./process-families.ts";
import type { ProcessRegistry } from "./process-registry.ts";

const restoreOutcomes = ["restored", "unchanged", "absent", "failed"] as const;
export type RestoredAs = Exclude<(typeof restoreOutcomes)[number], "failed">;

/** What a process that serves snapshots reports of its work. */
export interface ExporterMetrics {
  restored(restore: { readonly outcome: RestoredAs; readonly durationMs: number; readonly finishedAt: number }): void;
  restoreFailed(restore: { readonly code: ErrorCode; readonly durationMs: number }): void;
  hintReceived(): void;
  /** Whether refresh messages arrive at all. */
  subscribed(isSubscribed: boolean): void;
  /** The uncompressed size of a page, by its path without the slash. */
  pageSize(page: string, bytes: number): void;
  /** `bytes` as for {@link pageSize}. */
  rendered(render: { readonly durationMs: number; readonly bytes: Readonly<Record<string, number>> }): void;
}

/** Registers the exporter's metrics. Once for each registry. */
export function exporterMetrics(registry: ProcessRegistry): ExporterMetrics {
  const restores = registry.counter(exporterFamilies.restores);
  const restoreFailures = registry.counter(exporterFamilies.restoreFailures);
  const restoreDuration = registry.histogram(exporterFamilies.restoreDuration);
  const restoreLastSuccess = registry.gauge(exporterFamilies.restoreLastSuccess);
  const refreshHints = registry.counter(exporterFamilies.refreshHints);
  const refreshSubscribed = registry.gauge(exporterFamilies.refreshSubscribed);
  const renderDuration = registry.histogram(exporterFamilies.renderDuration);
  const pageBytes = registry.gauge(exporterFamilies.pageBytes);
  // From zero, so that `increase()` sees the first one.
  for (const outcome of restoreOutcomes) restores.inc({ outcome }, 0);

  return {
    restored: ({ outcome, durationMs, finishedAt }) => {
      restores.inc({ outcome });
      restoreDuration.observe(durationMs / 1000);
      if (outcome !== "absent") restoreLastSuccess.set(finishedAt / 1000);
    },
    restoreFailed: ({ code, durationMs }) => {
      restores.inc({ outcome: "failed" });
      restoreFailures.inc({ code });
      restoreDuration.observe(durationMs / 1000);
    },
    hintReceived: () => refreshHints.inc(),
    subscribed: (isSubscribed) => refreshSubscribed.set(isSubscribed ? 1 : 0),
    pageSize: (page, bytes) => pageBytes.set({ page }, bytes),
    rendered: ({ durationMs, bytes }) => {
      renderDuration.observe(durationMs / 1000);
      for (const [page, size] of Object.entries(bytes)) pageBytes.set({ page }, size);
    },
  };
}
