import { setTimeout as sleep } from "node:timers/promises";
import type { Benchmark } from "../benchmark.ts";
import { startPlatform } from "../platform.ts";
import { memoryOf } from "../process-stats.ts";
import { runTask } from "../run-task.ts";
import { startApp, startShared } from "../services.ts";
import { withDirectory } from "../temporary-directory.ts";

const SETTLE_MS = 3_000;

export const memory: Benchmark = {
  name: "memory",
  run: async ({ resources }, progress) => {
    const sim = await startPlatform(resources);
    const { rows, bytesEach } = await runTask("poller-rows", { kubeconfigPath: sim.kubeconfigPath }, ["--expose-gc"]);
    await sim.stop();
    const exporter = await withDirectory((dir) => runTask("exporter-rows", { dir, rows: resources }, ["--expose-gc"]));
    progress(`${rows} rows`);
    const idle = await idleMb();
    return [
      {
        what: `a row in the poller, of ${rows}`,
        unit: "bytes",
        value: bytesEach,
        budget: { of: "value", bound: "at most", limit: 450 },
      },
      {
        what: `a row in the exporter, of ${resources}, both pages included`,
        unit: "bytes",
        value: exporter.bytesEach,
        budget: { of: "value", bound: "at most", limit: 250 },
      },
      {
        what: "exporter without a snapshot: RSS",
        unit: "MB",
        value: idle.exporter,
        budget: { of: "value", bound: "at most", limit: 110 },
      },
      {
        what: "poller of an empty cluster: RSS",
        unit: "MB",
        value: idle.poller,
        budget: { of: "value", bound: "at most", limit: 160 },
      },
    ];
  },
};

const idleMb = () =>
  withDirectory(async (dir) => {
    const sim = await startPlatform(0);
    const shared = await startShared(dir);
    const exporter = await startApp("exporter", shared.environment);
    await sleep(SETTLE_MS);
    const exporterMb = memoryOf(exporter.pid).rss;
    const poller = await startApp("poller", { ...shared.environment, KUBECONFIG: sim.kubeconfigPath });
    await sleep(SETTLE_MS);
    const pollerMb = memoryOf(poller.pid).rss;
    for (const end of [poller.stop, exporter.stop, shared.stop, sim.stop]) await end();
    return { exporter: exporterMb, poller: pollerMb };
  });
