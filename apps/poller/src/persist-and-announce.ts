import type { Snapshot } from "@xp-tracker/crossplane";
import type { PollerMetrics } from "@xp-tracker/metrics";
import type { Announcer } from "@xp-tracker/refresh";
import { AppError } from "@xp-tracker/runtime";
import type { ErrorCode, Log } from "@xp-tracker/runtime";
import type { PersistentStore } from "@xp-tracker/store";

export interface PersistDeps {
  readonly store: PersistentStore;
  /** Undefined without `REDIS_URL`: exporters then find the snapshot by their timer. */
  readonly announcer: Announcer | undefined;
  readonly log: Log;
  readonly metrics: PollerMetrics;
}

/**
 * Persists what was published and, where that worked, tells the exporters. Failures are logged and counted; the next
 * cycle persists again.
 */
export function persistAndAnnounce({ store, announcer, log, metrics }: PersistDeps) {
  const persist = async (signal: AbortSignal): Promise<string | undefined> => {
    try {
      const { etag, bytes, durationMs } = await store.persist(signal);
      metrics.persisted({ bytes, durationMs, finishedAt: Date.now() });
      return etag;
    } catch (error) {
      signal.throwIfAborted();
      metrics.persistFailed(codeOf(error));
      log.error("snapshot not persisted", { location: store.location, error });
      return undefined;
    }
  };

  const announce = async ({ cluster, generation, takenAt }: Snapshot, etag: string, signal: AbortSignal) => {
    const persistedAt = new Date(takenAt).toISOString();
    try {
      await announcer?.announce({ cluster, generation, etag, persistedAt }, signal);
      if (announcer !== undefined) metrics.announced();
    } catch (error) {
      signal.throwIfAborted();
      metrics.announceFailed(codeOf(error));
      log.warn("refresh not announced", { error });
    }
  };

  return async (snapshot: Snapshot, signal: AbortSignal): Promise<void> => {
    const etag = await persist(signal);
    if (etag !== undefined) await announce(snapshot, etag, signal);
  };
}

const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : "INTERNAL");
