import type { Family } from "@xp-tracker/metrics";
import type { PersistentStore } from "@xp-tracker/store";
import type { Found } from "./messages.ts";
import { renderSnapshot } from "./render-snapshot.ts";

/** Looks for a newer snapshot and renders what it finds. Fails as {@link PersistentStore.restore} does. */
export const lookAndRender =
  (store: PersistentStore, families: readonly Family[]) =>
  async (signal: AbortSignal): Promise<Found> => {
    const startedAt = performance.now();
    const outcome = await store.restore(signal);
    const restoredAt = performance.now();
    const restoreMs = restoredAt - startedAt;
    if (outcome.kind !== "restored") return { kind: outcome.kind, restoreMs };
    const rendered = await renderSnapshot(outcome.snapshot, families, signal);
    return { kind: "restored", restoreMs, renderMs: performance.now() - restoredAt, rendered };
  };
