import type { Benchmark } from "../benchmark.ts";
import { longestBlockMs, probing, served } from "../exporter-client.ts";
import { median, quantile } from "../findings.ts";
import { startPlatform } from "../platform.ts";
import { memoryOf } from "../process-stats.ts";
import { runTask } from "../run-task.ts";
import { startApp, startShared } from "../services.ts";
import { withDirectory } from "../temporary-directory.ts";

const SCRAPERS = 4;
const CHANGES_EVERY_SECONDS = 5;

/** Scrapers that never rest, while a snapshot of which 1 % changed arrives every few seconds. */
export const scrapers: Benchmark = {
  name: "scrapers",
  run: ({ resources, scrapeSeconds }, progress) =>
    withDirectory(async (dir) => {
      const sim = await startPlatform(resources);
      const shared = await startShared(dir);
      const exporter = await startApp("exporter", { ...shared.environment, METRICS_FAMILIES: "resource" });
      const poller = await startApp("poller", {
        ...shared.environment,
        KUBECONFIG: sim.kubeconfigPath,
        POLL_INTERVAL_SECONDS: String(CHANGES_EVERY_SECONDS),
      });
      const changing = { isOver: false, snapshots: 0 };
      const changes = async (): Promise<void> => {
        const { objects } = await sim.control.stats();
        while (!changing.isOver) {
          await sim.control.churn(Math.ceil(objects / 100));
          await served(exporter.url, await poller.nextCycle());
          changing.snapshots += 1;
        }
      };
      try {
        await served(exporter.url, await poller.nextCycle());
        const input = { url: exporter.url, scrapers: SCRAPERS };
        const changed = changes();
        // What a first round of all this takes is not growth.
        await runTask("scrapers", { ...input, seconds: scrapeSeconds / 2 });
        await longestBlockMs(exporter.telemetry);
        changing.snapshots = 0;
        const memory = memoryThroughout(exporter.pid);
        const { value: seen, answersMs } = await probing(exporter.url, () =>
          runTask("scrapers", { ...input, seconds: scrapeSeconds }),
        );
        const rss = memory.stop();
        const blockMs = await longestBlockMs(exporter.telemetry);
        changing.isOver = true;
        const { snapshots } = changing;
        await changed;
        const { peak } = memoryOf(exporter.pid);
        progress(`${seen.scrapes} scrapes, ${snapshots} snapshots; ${seen.failures.slice(0, 3).join("; ")}`);
        const during = `${SCRAPERS} scrapers for ${scrapeSeconds} s, ${snapshots} new snapshots meanwhile`;
        return [
          {
            what: `${during}: longest of ${seen.scrapes} scrapes (wall)`,
            unit: "ms",
            value: seen.longestMs,
            budget: { of: "value", bound: "at most", limit: 1_000 },
          },
          {
            what: `${during}: failed scrapes`,
            unit: "scrapes",
            value: seen.failures.length,
            budget: { of: "value", bound: "at most", limit: 0 },
          },
          {
            what: `${during}: \`/healthz\`, p99 (wall)`,
            unit: "ms",
            value: quantile(answersMs, 0.99),
            budget: { of: "value", bound: "at most", limit: 25 },
          },
          { what: `${during}: main thread blocked, longest (wall)`, unit: "ms", value: blockMs },
          {
            what: `${during}: RSS of the exporter, last third beside the first`,
            unit: "MB",
            value: rss.lastMb,
            beside: { name: "first third", value: rss.firstMb },
            budget: { of: "ratio", bound: "at most", limit: 1.1 },
          },
          { what: `${during}: peak RSS of the exporter`, unit: "MB", value: peak },
        ];
      } finally {
        for (const end of [poller.stop, exporter.stop, shared.stop, sim.stop]) await end();
      }
    }),
};

/** Looks every second; a single look would see what a snapshot takes while it is read, or not. */
function memoryThroughout(pid: number) {
  const rssMb: number[] = [];
  const look = (): void => void rssMb.push(memoryOf(pid).rss);
  look();
  const timer = setInterval(look, 1_000);
  return {
    /** The medians of the first and the last third. */
    stop: () => {
      clearInterval(timer);
      const third = Math.ceil(rssMb.length / 3);
      return { firstMb: median(rssMb.slice(0, third)), lastMb: median(rssMb.slice(-third)) };
    },
  };
}
