import type { Log } from "@xp-tracker/runtime";
import type { PersistentStore } from "@xp-tracker/store";

/**
 * Takes over what the last poller left: its generation goes on, and rows of sources that are down stay served.
 * A snapshot that cannot be read is no reason not to poll.
 */
export async function restoreAtStart(store: PersistentStore, log: Log, signal: AbortSignal): Promise<void> {
  const { location } = store;
  try {
    const outcome = await store.restore(signal);
    if (outcome.kind === "absent") log.info("no snapshot yet", { location });
    if (outcome.kind === "restored")
      log.info("snapshot restored", { location, generation: outcome.snapshot.generation });
  } catch (error) {
    signal.throwIfAborted();
    log.warn("snapshot not restored, polling starts without it", { location, error });
  }
}
