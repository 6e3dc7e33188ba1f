import type { ErrorCode } from "@xp-tracker/runtime";
import { followFamilies } from "./process-families.ts";
import type { ProcessRegistry } from "./process-registry.ts";
import { servingMetrics } from "./serving-metrics.ts";
import type { ServingMetrics } from "./serving-metrics.ts";

const restoreOutcomes = ["restored", "unchanged", "absent", "failed"] as const;
export type RestoredAs = Exclude<(typeof restoreOutcomes)[number], "failed">;

/** What a process that follows a snapshot and serves it reports of its work. */
export interface ExporterMetrics extends ServingMetrics {
  restored(restore: { readonly outcome: RestoredAs; readonly durationMs: number; readonly finishedAt: number }): void;
  restoreFailed(restore: { readonly code: ErrorCode; readonly durationMs: number }): void;
  hintReceived(): void;
  /** Whether refresh messages arrive at all. */
  subscribed(isSubscribed: boolean): void;
}

/** Registers the exporter's metrics. Once for each registry. */
export function exporterMetrics(registry: ProcessRegistry): ExporterMetrics {
  const restores = registry.counter(followFamilies.restores);
  const restoreFailures = registry.counter(followFamilies.restoreFailures);
  const restoreDuration = registry.histogram(followFamilies.restoreDuration);
  const restoreLastSuccess = registry.gauge(followFamilies.restoreLastSuccess);
  const refreshHints = registry.counter(followFamilies.refreshHints);
  const refreshSubscribed = registry.gauge(followFamilies.refreshSubscribed);
  // From zero, so that `increase()` sees the first one.
  for (const outcome of restoreOutcomes) restores.inc({ outcome }, 0);

  return {
    ...servingMetrics(registry),
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
  };
}
