import type { Snapshot } from "@xp-tracker/crossplane";
import type { PollerMetrics } from "@xp-tracker/metrics";
import type { Announcer } from "@xp-tracker/refresh";
import { outage } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
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
  const persisting = outage(
    log,
    { level: "error", failed: "snapshot not persisted", worked: "snapshot persisted again" },
    { location: store.location },
  );
  const announcing = outage(log, { level: "warn", failed: "refresh not announced", worked: "refresh announced again" });

  const persist = async (signal: AbortSignal): Promise<string | undefined> => {
    try {
      const outcome = await store.persist(signal);
      metrics.persisted({ ...outcome, finishedAt: Date.now() });
      persisting.worked();
      return outcome.etag;
    } catch (error) {
      signal.throwIfAborted();
      metrics.persistFailed(persisting.failed(error));
      return undefined;
    }
  };

  const announce = async ({ cluster, generation, takenAt }: Snapshot, etag: string, signal: AbortSignal) => {
    if (announcer === undefined) return;
    const persistedAt = new Date(takenAt).toISOString();
    try {
      const { receivers } = await announcer.announce({ cluster, generation, etag, persistedAt }, signal);
      log.debug("refresh announced", { generation, receivers });
      metrics.announced();
      announcing.worked();
    } catch (error) {
      signal.throwIfAborted();
      metrics.announceFailed(announcing.failed(error));
    }
  };

  return async (snapshot: Snapshot, signal: AbortSignal): Promise<void> => {
    const etag = await persist(signal);
    if (etag !== undefined) await announce(snapshot, etag, signal);
  };
}
