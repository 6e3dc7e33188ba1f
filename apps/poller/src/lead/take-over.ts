import { outage } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import type { PersistentStore } from "@xp-tracker/store";

/**
 * Takes over what lies in the store and is not this poller's: what the last one left, or what another wrote meanwhile.
 * Its generation goes on, and rows of sources that are down stay served. To be called before each cycle: a poller that
 * could not restore at its start would otherwise persist nothing over the last good rows. What cannot be read is no
 * reason not to poll; an outage is one line in the log.
 */
export function takeOver(store: PersistentStore, log: Log): (signal: AbortSignal) => Promise<void> {
  const { location } = store;
  const messages = {
    failed: "snapshot not restored, polling goes on without it",
    worked: "snapshot can be read again",
  };
  const restoring = outage(log, { level: "warn", ...messages }, { location });
  return async (signal) => {
    try {
      const outcome = await store.restore(signal);
      restoring.worked();
      if (outcome.kind !== "restored") return;
      log.info("snapshot restored", { location, generation: outcome.snapshot.generation });
    } catch (error) {
      signal.throwIfAborted();
      restoring.failed(error);
    }
  };
}
