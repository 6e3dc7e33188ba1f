import type { Snapshot } from "@xp-tracker/crossplane";
import type { PollerMetrics } from "@xp-tracker/metrics";
import { graceSignal, runLoop } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import { newCycleMemory, withRestored } from "./cycle-memory.ts";
import { cycleReporter } from "./cycle-report.ts";
import { pollCycle } from "./cycle.ts";
import type { CycleDeps } from "./cycle.ts";

export interface PollerDeps extends CycleDeps {
  /** From the start of one cycle to the start of the next. */
  readonly pollIntervalMs: number;
  readonly shutdownGraceMs: number;
  readonly log: Log;
  readonly metrics: PollerMetrics;
  /** What comes first in each cycle: take over what lies in the store. Rejects only when `signal` aborts. */
  readonly beforeCycle?: ((signal: AbortSignal) => Promise<void>) | undefined;
  /** What follows a published snapshot, before the next cycle: render it, persist it, announce it. Never rejects. */
  readonly afterPublish: (snapshot: Snapshot, signal: AbortSignal) => Promise<void>;
}

/** Polls until `signal` aborts. Cycles never overlap; one that fails as a whole is logged and the next one comes. */
export async function runPoller(deps: PollerDeps, signal: AbortSignal): Promise<void> {
  const { reader, store, log, metrics } = deps;
  const report = cycleReporter(log);
  // What was published is also persisted and announced when the process is told to stop meanwhile.
  const inTime = graceSignal(signal, deps.shutdownGraceMs / 2);
  let memory = newCycleMemory();
  let published: Snapshot | undefined;

  const poll = async (): Promise<void> => {
    const startedAt = performance.now();
    await deps.beforeCycle?.(signal);
    const current = store.current();
    if (current !== undefined && current !== published) memory = withRestored(memory, current);
    const cycle = await pollCycle(deps, memory, signal);
    ({ memory, snapshot: published } = cycle);
    await deps.afterPublish(published, inTime);
    const durationMs = performance.now() - startedAt;
    for (const reading of cycle.readings) if (!reading.ok) metrics.sourceFailed(reading.gvr);
    metrics.stored({ claims: store.claimCount(), xrs: store.xrCount(), mrs: store.mrCount() });
    const outcome = published.sources.every(({ error }) => error === "") ? "complete" : "partial";
    metrics.polled({ outcome, durationMs, finishedAt: Date.now() });
    report(cycle, durationMs);
  };

  const onError = (error: unknown): void => {
    metrics.polled({ outcome: "failed", durationMs: 0, finishedAt: Date.now() });
    log.error("poll cycle failed", { error });
  };
  await runLoop(poll, { intervalMs: deps.pollIntervalMs, signal, onError });
  reader.close?.();
}
