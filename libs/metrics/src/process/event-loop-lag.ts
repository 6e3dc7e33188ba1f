import { monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge } from "prom-client";
import type { Registry } from "prom-client";

const NANOSECONDS = 1e9;

type Turns = ReturnType<typeof monitorEventLoopDelay>;

/** By the ends of prom-client's names, in its order. */
const statistics: Readonly<Record<string, (turns: Turns) => number>> = {
  min: ({ min }) => min,
  max: ({ max }) => max,
  mean: ({ mean }) => mean,
  stddev: ({ stddev }) => stddev,
  p50: (turns) => turns.percentile(50),
  p90: (turns) => turns.percentile(90),
  p99: (turns) => turns.percentile(99),
};

/**
 * prom-client's own histogram wakes the process to look at the event loop: every 10 ms, half of what it costs to wait. This
 * is the longest that Node takes, 24 days; what it found is not shown.
 */
export const NEVER_MS = 2 ** 31 - 1;

/**
 * Takes the place of prom-client's `nodejs_eventloop_lag_*_seconds`, under the same names: how long each turn of the event
 * loop took since the last scrape, waiting aside. Measured by Node in each turn, so that nothing is woken, a process at rest
 * shows next to nothing, and no turn is missed.
 */
export function eventLoopLag(registry: Registry): void {
  const turns = monitorEventLoopDelay({ samplePerIteration: true });
  turns.enable();
  // The first turn is said to have begun when this was made.
  setImmediate(() => turns.reset());
  const gauges = Object.entries(statistics).map(([name, of]) => {
    const fullName = `nodejs_eventloop_lag_${name}_seconds`;
    registry.removeSingleMetric(fullName);
    const help = `Time that turns of the event loop took since the last scrape: ${name}.`;
    const gauge = new Gauge({
      name: fullName,
      help,
      registers: [registry],
      ...(name === "min" ? { collect } : {}),
    });
    return { gauge, of };
  });

  /** All are collected at once, with the first. */
  function collect(): void {
    const none = turns.count === 0;
    for (const { gauge, of } of gauges) gauge.set(none ? 0 : of(turns) / NANOSECONDS);
    turns.reset();
  }
}
