import { AppError } from "@xp-tracker/runtime";
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
  let last = "";
  return async (signal) => {
    try {
      const outcome = await store.restore(signal);
      if (outcome.kind === "absent" && last !== "absent") log.info("no snapshot yet", { location });
      if (outcome.kind === "restored")
        log.info("snapshot restored", { location, generation: outcome.snapshot.generation });
      last = outcome.kind;
    } catch (error) {
      signal.throwIfAborted();
      const code = error instanceof AppError ? error.code : "INTERNAL";
      if (last !== code) log.warn("snapshot not restored, polling goes on without it", { location, error });
      last = code;
    }
  };
}
