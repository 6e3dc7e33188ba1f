import type { Benchmark } from "../benchmark.ts";
import { scrape, served } from "../exporter-client.ts";
import { cpuSecondsOf, memoryOf } from "../process-stats.ts";
import { runTask } from "../run-task.ts";
import { startApp } from "../services.ts";
import { withDirectory } from "../temporary-directory.ts";

const HEAP = "--max-old-space-size=512";

export const manyRows: Benchmark = {
  name: "many-rows",
  run: ({ manyRows: rows }, progress) =>
    withDirectory(async (dir) => {
      const written = await runTask("write-snapshot", { dir, rows }, [HEAP]);
      progress(`${Math.round(written.bytes / 1e6)} MB of snapshot`);
      const exporter = await startApp("exporter", {
        STORE_BACKEND: "file",
        FILE_STORE_DIR: dir,
        NODE_OPTIONS: HEAP,
        SNAPSHOT_MAX_BYTES: String(2 ** 33),
      });
      try {
        await served(exporter.url, 1);
        const cpuSeconds = cpuSecondsOf(exporter.pid);
        const body = await scrape(exporter.url, 1);
        progress(`${Math.round(body.length / 1e6)} MB of gzip body`);
        const what = `${rows} rows with a heap of 512 MB`;
        return [
          { what: `${what}: written`, unit: "CPU s", value: written.cpuSeconds },
          { what: `${what}: writer's own peak RSS`, unit: "MB", value: written.peakMb },
          { what: `${what}: exporter started, restored and served`, unit: "CPU s", value: cpuSeconds },
          { what: `${what}: exporter's peak RSS after a scrape`, unit: "MB", value: memoryOf(exporter.pid).peak },
        ];
      } finally {
        await exporter.stop();
      }
    }),
};
