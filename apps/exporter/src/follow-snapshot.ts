import type { Snapshot } from "@xp-tracker/crossplane";
import type { ExporterMetrics } from "@xp-tracker/metrics";
import { AppError, startLoop } from "@xp-tracker/runtime";
import type { Log, Loop } from "@xp-tracker/runtime";
import type { PersistentStore } from "@xp-tracker/store";

export interface FollowDeps {
  readonly store: PersistentStore;
  /** Serves a restored snapshot. */
  readonly serve: (snapshot: Snapshot, signal: AbortSignal) => Promise<void>;
  /** Time between two looks where nothing wakes the loop, in milliseconds. */
  readonly intervalMs: number;
  readonly log: Log;
  readonly metrics: ExporterMetrics;
}

export interface Following extends Loop {
  /** `""` when the last look at the snapshot worked, else why not. */
  trouble(): string;
}

/**
 * Looks for a newer snapshot now, after each `wake()` and at least every interval, and serves what it finds.
 * On any error what is served stays; an outage is one line in the log, and so is its end.
 */
export function followSnapshot(deps: FollowDeps, signal: AbortSignal): Following {
  const { store, serve, intervalMs, log, metrics } = deps;
  let trouble = "";
  let startedAt = 0;

  const look = async (): Promise<void> => {
    startedAt = performance.now();
    const outcome = await store.restore(signal);
    metrics.restored({ outcome: outcome.kind, durationMs: performance.now() - startedAt, finishedAt: Date.now() });
    if (trouble !== "") log.info("snapshot can be read again", { location: store.location });
    trouble = "";
    if (outcome.kind !== "restored") return;
    await serve(outcome.snapshot, signal);
    const { generation, rows } = outcome.snapshot;
    log.info("snapshot served", {
      generation,
      claims: rows.claim.length,
      xrs: rows.composite.length,
      mrs: rows.managed.length,
      durationMs: Math.round(performance.now() - startedAt),
    });
  };

  const onError = (error: unknown): void => {
    const code = error instanceof AppError ? error.code : "INTERNAL";
    metrics.restoreFailed({ code, durationMs: performance.now() - startedAt });
    if (trouble !== code)
      log.warn("snapshot cannot be read, what is served stays", { location: store.location, error });
    trouble = code;
  };

  return { ...startLoop(look, { intervalMs, jitter: 0.1, onError }, signal), trouble: () => trouble };
}
