import { setTimeout as sleep } from "node:timers/promises";
import { checks } from "./checks.ts";
import type { Compose } from "./compose.ts";
import type { CheckOptions } from "./options.ts";
import type { PrometheusApi } from "./prometheus-api.ts";
import { runChecks } from "./run-checks.ts";
import type { Check, Stack } from "./stack.ts";

const SERVICE = "exporter";
const PAUSE_MS = 1_000;
/** Two scrapes of the local stack's configuration. */
const TWO_SCRAPES_MS = 10_000;

/** Checks the local stack with each number of exporters in turn. Resolves with how many checks did not hold. */
export async function checkCompose(
  stack: Compose,
  prometheus: PrometheusApi,
  { replicas, settleMs, controlPlane }: CheckOptions,
  print: (line: string) => void,
): Promise<number> {
  let failures = 0;
  for (const count of replicas) {
    print(`-- ${count} exporter${count === 1 ? "" : "s"}`);
    const since = Date.now();
    stack.scale(SERVICE, count);
    const seen: Stack = {
      prometheus,
      exporters: urlsOf(stack, SERVICE),
      controlPlane: controlPlane ?? urlsOf(stack, "kube-sim")[0],
    };
    const ofThisStep = [allHealthy(stack, count), ...checks, noScrapeLost(since)];
    failures += await runChecks(ofThisStep, seen, { settleMs, pauseMs: PAUSE_MS }, print);
    if (count > 1) failures += await stopEach(stack, seen, settleMs, print);
  }
  return failures;
}

const urlsOf = (stack: Compose, wanted: string): readonly string[] =>
  stack.containers().flatMap(({ service, urls }) => (service === wanted ? urls : []));

const allHealthy = (stack: Compose, exporters: number): Check => ({
  name: "every container is healthy",
  run: async () => {
    const containers = stack.containers();
    const sick = containers.filter(({ health, state }) => state !== "running" || health !== "healthy");
    const running = containers.filter(({ service }) => service === SERVICE).length;
    return {
      ok: sick.length === 0 && running === exporters,
      finding: `${containers.length} containers, ${running} exporters${sick.map(({ name, state, health }) => `; ${name} is ${state} ${health}`).join("")}`,
    };
  },
});

const noScrapeLost = (since: number): Check => ({
  name: "no scrape of the snapshot was lost",
  run: async ({ prometheus }) => {
    const seconds = Math.max(10, Math.ceil((Date.now() - since) / 1_000));
    const lowest = await prometheus.value(`min_over_time(up{job="xp-tracker"}[${seconds}s])`);
    return { ok: lowest === 1, finding: `up was ${lowest} at least, in ${seconds} s` };
  },
});

/** Whichever replica Prometheus is connected to is among them. */
async function stopEach(stack: Compose, seen: Stack, settleMs: number, print: (line: string) => void): Promise<number> {
  const since = Date.now();
  for (const { name } of stack.containers().filter(({ service }) => service === SERVICE)) {
    stack.stop(name);
    await sleep(TWO_SCRAPES_MS);
    stack.start(name);
    await waitForHealth(stack, name, settleMs);
  }
  const check = {
    ...noScrapeLost(since),
    name: "each replica stopped in turn, and no scrape of the snapshot was lost",
  };
  return runChecks([check], seen, { settleMs: 0, pauseMs: PAUSE_MS }, print);
}

async function waitForHealth(stack: Compose, wanted: string, settleMs: number): Promise<void> {
  const deadline = Date.now() + settleMs;
  while (stack.containers().find(({ name }) => name === wanted)?.health !== "healthy") {
    if (Date.now() > deadline) throw new Error(`${wanted} did not get healthy within ${settleMs / 1_000} s`);
    await sleep(PAUSE_MS);
  }
}
