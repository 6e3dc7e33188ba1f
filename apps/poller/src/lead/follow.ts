import type { Snapshot } from "@xp-tracker/crossplane";
import { runLoop } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import type { Store } from "@xp-tracker/store";

export interface FollowDeps {
  readonly store: Pick<Store, "current">;
  /** Takes over what the leader has persisted. Rejects only when its signal aborts. */
  readonly restore: (signal: AbortSignal) => Promise<void>;
  readonly serve: (snapshot: Snapshot, signal: AbortSignal) => Promise<void>;
  readonly intervalMs: number;
  readonly log: Log;
}

/** What a process that serves and may poll does while another one leads: it serves what that one persists. */
export function follow({ store, restore, serve, intervalMs, log }: FollowDeps) {
  let served = store.current();
  return (signal: AbortSignal): Promise<void> => {
    const look = async (): Promise<void> => {
      await restore(signal);
      const found = store.current();
      if (found === undefined || found === served) return;
      await serve(found, signal);
      served = found;
    };
    const onError = (error: unknown): void => log.error("snapshot not served", { error });
    return runLoop(look, { intervalMs, jitter: 0.1, signal, onError });
  };
}
