import type { Gvr } from "@xp-tracker/crossplane";
import type { ErrorCode } from "@xp-tracker/runtime";
import { pollerFamilies } from "./process-families.ts";
import type { ProcessRegistry } from "./process-registry.ts";

const pollOutcomes = ["complete", "partial", "failed"] as const;
/** Every source was read; some were, and the rest is stale; nothing was published. */
export type PollOutcome = (typeof pollOutcomes)[number];

export interface Cycle {
  readonly outcome: PollOutcome;
  readonly durationMs: number;
  /** Unix milliseconds. */
  readonly finishedAt: number;
}

const persistedParts = ["snapshot", "freshness"] as const;

interface Persist {
  readonly wrote: (typeof persistedParts)[number];
  /** Size of the snapshot as it lies in the store. */
  readonly bytes: number;
  readonly sentBytes: number;
  readonly durationMs: number;
  /** Unix milliseconds. */
  readonly finishedAt: number;
}

/** What the poller reports of its work. */
export interface PollerMetrics {
  polled(cycle: Cycle): void;
  sourceFailed(gvr: Gvr): void;
  /** Rows that are held at the end of a cycle. */
  stored(rows: { readonly claims: number; readonly xrs: number; readonly mrs: number }): void;
  persisted(persist: Persist): void;
  persistFailed(code: ErrorCode): void;
  announced(): void;
  announceFailed(code: ErrorCode): void;
}

/** Registers the poller's metrics. Once for each registry. */
export function pollerMetrics(registry: ProcessRegistry): PollerMetrics {
  const pollDuration = registry.histogram(pollerFamilies.pollDuration);
  const persistDuration = registry.histogram(pollerFamilies.persistDuration);
  const pollErrors = registry.counter(pollerFamilies.pollErrors);
  const claims = registry.gauge(pollerFamilies.storeClaims);
  const xrs = registry.gauge(pollerFamilies.storeXRs);
  const mrs = registry.gauge(pollerFamilies.storeMRs);
  const polls = registry.counter(pollerFamilies.polls);
  const pollLastFinished = registry.gauge(pollerFamilies.pollLastFinished);
  const persistFailures = registry.counter(pollerFamilies.persistFailures);
  const persistLastSuccess = registry.gauge(pollerFamilies.persistLastSuccess);
  const persistedBytes = registry.gauge(pollerFamilies.persistedBytes);
  const persists = registry.counter(pollerFamilies.persists);
  const sent = registry.counter(pollerFamilies.sentBytes);
  const announcements = registry.counter(pollerFamilies.announcements);
  const announceFailures = registry.counter(pollerFamilies.announceFailures);
  // From zero, so that `increase()` sees the first one.
  for (const outcome of pollOutcomes) polls.inc({ outcome }, 0);
  for (const wrote of persistedParts) persists.inc({ wrote }, 0);

  return {
    polled: ({ outcome, durationMs, finishedAt }) => {
      polls.inc({ outcome });
      pollDuration.observe(durationMs / 1000);
      if (outcome !== "failed") pollLastFinished.set(finishedAt / 1000);
    },
    sourceFailed: (gvr) => pollErrors.inc({ gvr }),
    stored: (rows) => {
      claims.set(rows.claims);
      xrs.set(rows.xrs);
      mrs.set(rows.mrs);
    },
    persisted: ({ wrote, bytes, sentBytes, durationMs, finishedAt }) => {
      persists.inc({ wrote });
      sent.inc(sentBytes);
      persistDuration.observe(durationMs / 1000);
      persistLastSuccess.set(finishedAt / 1000);
      persistedBytes.set(bytes);
    },
    persistFailed: (code) => persistFailures.inc({ code }),
    announced: () => announcements.inc(),
    announceFailed: (code) => announceFailures.inc({ code }),
  };
}
