import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KubeSim } from "@xp-tracker/testing";
import { longestBlockMs, probing, scrape, served } from "./exporter-client.ts";
import { median, quantile } from "./findings.ts";
import { startPlatform } from "./platform.ts";
import { cpuSecondsOf, memoryOf } from "./process-stats.ts";
import { startTask } from "./run-task.ts";
import { startApp, startShared } from "./services.ts";
import type { BenchedApp } from "./services.ts";
import { withDirectory } from "./temporary-directory.ts";

const SMALL_CHANGE = 100;
/** The time of one is as much a matter of what else the machine does; the median counts. */
const SMALL_CHANGES = 3;
/** Of both modes, since a poller costs something while it waits too. */
const POLL_INTERVAL_SECONDS = "2";

/** A poller and an exporter through what they meet: the first list, changes, scrapes. Times are wall times. */
export const life = (resources: number, scrapes: number, cycles: number) =>
  withDirectory(async (dir) => {
    const sim = await startPlatform(resources);
    const shared = await startShared(dir);
    const exporter = await startApp("exporter", shared.environment);
    const ends: (() => Promise<unknown>)[] = [exporter.stop, shared.stop, sim.stop];
    try {
      const cluster = { KUBECONFIG: sim.kubeconfigPath, ...shared.environment };
      const poller = await startApp("poller", { ...cluster, POLL_MODE: "watch", POLL_INTERVAL_SECONDS });
      const services = { sim, poller, exporter };
      ends.unshift(poller.stop);
      await longestBlockMs(exporter.telemetry);
      const first = await refresh(services, () => Promise.resolve());
      const seedCpu = cpuSecondsOf(poller.pid);
      const smalls = [];
      for (let round = 0; round < SMALL_CHANGES; round += 1) {
        smalls.push(await refresh(services, () => sim.control.churn(SMALL_CHANGE)));
      }
      const small = {
        ms: median(smalls.map(({ ms }) => ms)),
        healthMs: Math.max(...smalls.map(({ healthMs }) => healthMs)),
        blockMs: Math.max(...smalls.map(({ blockMs }) => blockMs)),
      };
      const objects = (await sim.control.stats()).objects;
      // Right after a cycle, so that the next one has every event, and is the only one.
      const afterChange = async (by: BenchedApp): Promise<void> => {
        await sim.control.churn(Math.ceil(objects / 100));
        await served(exporter.url, await by.nextCycle());
      };
      await poller.nextCycle();
      const changed = await steadyCpu(services, cycles, () => afterChange(poller));
      const pollerPeakMb = memoryOf(poller.pid).peak;
      await poller.stop();
      const scraped = await scrapeCosts(exporter, scrapes, dir);
      const exporterPeakMb = memoryOf(exporter.pid).peak;

      const lister = await startApp("poller", { ...cluster, POLL_MODE: "list", POLL_INTERVAL_SECONDS });
      ends.unshift(lister.stop);
      await lister.nextCycle();
      const full = await steadyCpu({ sim, poller: lister, exporter }, cycles, () => afterChange(lister));
      return { objects, first, small, seedCpu, changed, full, pollerPeakMb, exporterPeakMb, ...scraped };
    } finally {
      for (const end of ends) await end();
    }
  });

interface Services {
  readonly sim: KubeSim;
  readonly poller: BenchedApp;
  readonly exporter: BenchedApp;
}

/** From the end of the poller's next cycle, which has announced it, until the exporter serves it. */
async function refresh({ poller, exporter }: Services, change: () => Promise<unknown>) {
  const { value: ms, answersMs } = await probing(exporter.url, async () => {
    await change();
    const generation = await poller.nextCycle();
    const announcedAt = performance.now();
    await served(exporter.url, generation);
    return performance.now() - announcedAt;
  });
  return { ms, healthMs: quantile(answersMs, 0.99), blockMs: await longestBlockMs(exporter.telemetry) };
}

/** What a cycle costs on average, what the collection of its garbage costs later included, once as many others have warmed up. */
async function steadyCpu({ sim, poller, exporter }: Services, cycles: number, cycle: () => Promise<unknown>) {
  const all = async (): Promise<void> => {
    for (let count = 0; count < cycles; count += 1) await cycle();
  };
  await all();
  const read = () => [sim.pid, poller.pid, exporter.pid].map(cpuSecondsOf);
  const before = read();
  await all();
  const [server = 0, polling = 0, exporting = 0] = read().map(
    (after, index) => (after - (before[index] ?? 0)) / cycles,
  );
  return { server, polling, exporting };
}

async function scrapeCosts(exporter: BenchedApp, times: number, dir: string) {
  const file = join(dir, "page.gz");
  const body = await scrape(exporter.url, Math.ceil(times / 10));
  await writeFile(file, body);
  const bare = await startTask("bare-server", { file });
  await scrape(bare.result.url, Math.ceil(times / 10));
  const before = memoryOf(exporter.pid).rss;
  const cost = async (pid: number, url: string): Promise<number> => {
    const start = cpuSecondsOf(pid);
    await scrape(url, times);
    return (cpuSecondsOf(pid) - start) / times;
  };
  const scrapeCpu = await cost(exporter.pid, exporter.url);
  const grownMb = memoryOf(exporter.pid).rss - before;
  const bareCpu = await cost(bare.pid, bare.result.url);
  await bare.stop();
  return { scrapeCpu, bareCpu, grownMb, bodyMb: body.length / 1e6 };
}
