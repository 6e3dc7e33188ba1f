import type { ExporterMetrics } from "@xp-tracker/metrics";
import { outage, startLoop } from "@xp-tracker/runtime";
import type { Log, Loop } from "@xp-tracker/runtime";
import type { RenderThread } from "./thread/render-thread.ts";
import type { Serving } from "./serve/served.ts";

export interface FollowDeps {
  readonly thread: RenderThread;
  readonly served: Serving;
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
  const { thread, served, intervalMs, log, metrics } = deps;
  const { location } = thread;
  const reading = outage(
    log,
    { level: "warn", failed: "snapshot cannot be read, what is served stays", worked: "snapshot can be read again" },
    { location },
  );
  let startedAt = 0;

  const look = async (): Promise<void> => {
    startedAt = performance.now();
    const found = await thread.look(signal);
    metrics.restored({ outcome: found.kind, durationMs: found.restoreMs, finishedAt: Date.now() });
    reading.worked();
    if (found.kind !== "restored") return;
    served.swap(found.rendered, found.renderMs);
    const { generation, classes } = found.rendered.snapshot ?? { classes: [] };
    const [claims, xrs, mrs] = classes.map(({ total }) => total);
    log.info("snapshot served", {
      generation,
      claims,
      xrs,
      mrs,
      durationMs: Math.round(performance.now() - startedAt),
    });
    served.swapBookkeeping(await thread.bookkeeping(signal));
  };

  const onError = (error: unknown): void => {
    metrics.restoreFailed({ code: reading.failed(error), durationMs: performance.now() - startedAt });
  };

  return { ...startLoop(look, { intervalMs, jitter: 0.1, onError }, signal), trouble: () => reading.trouble() };
}
