import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { processRegistry } from "./process-registry.ts";

const build = { service: "poller", version: "1.2.3", revision: "abc" };

/** Seconds, by the end of the name. */
async function lags(registry: ReturnType<typeof processRegistry>): Promise<Readonly<Record<string, number>>> {
  const { body } = await registry.render();
  const samples = [...body.matchAll(/^nodejs_eventloop_lag_(\w+)_seconds (\S+)$/gm)];
  return Object.fromEntries(samples.map(([, name, value]) => [name, Number(value)]));
}

function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe("the lag of the event loop", () => {
  it("has all that prom-client has of it, in seconds", async () => {
    expect(Object.keys(await lags(processRegistry(build)))).toEqual([
      "min",
      "max",
      "mean",
      "stddev",
      "p50",
      "p90",
      "p99",
    ]);
  });

  it("is that of its longest turn since the last scrape", async () => {
    const registry = processRegistry(build);
    await sleep(5);
    work(500);
    await sleep(5);
    const { max = 0, mean = 0, p99 = 0 } = await lags(registry);
    expect(max).toBeGreaterThanOrEqual(0.5);
    // How many turns there were beside the long one is the machine's affair.
    expect(mean).toBeGreaterThan(0);
    expect(p99).toBeLessThanOrEqual(max * 1.01);
    await sleep(5);
    expect((await lags(registry))["max"]).toBeLessThan(0.5);
  });

  it("does not have what was waited", async () => {
    const registry = processRegistry(build);
    await sleep(1_000);
    expect((await lags(registry))["max"]).toBeLessThan(1);
  });
});
