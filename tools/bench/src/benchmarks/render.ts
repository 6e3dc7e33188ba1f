import type { Benchmark } from "../benchmark.ts";
import { interleaved } from "../repeat.ts";
import { runTask } from "../run-task.ts";

export const render: Benchmark = {
  name: "render",
  run: async ({ resources: rows, repeats }, progress) => {
    const { ours, promClient } = await interleaved(repeats, {
      ours: () => runTask("render-ours", { rows }),
      promClient: () => runTask("render-prom-client", { rows }, ["--max-old-space-size=8192"]),
    });
    progress(`${ours.series} series, ${Math.round(ours.bytes / 1e6)} MB`);
    if (ours.series !== promClient.series) throw new Error("series differ");
    const name = "prom-client registry.metrics()";
    const what = `rendering ${ours.series} series of ${rows} rows`;
    return [
      {
        what: `${what}, all of them anew`,
        unit: "CPU s",
        value: ours.cpuSeconds,
        beside: { name, value: promClient.cpuSeconds },
        budget: { of: "ratio", bound: "at most", limit: 1 / 30 },
      },
      {
        what: `${what}: peak RSS`,
        unit: "MB",
        value: ours.peakMb,
        beside: { name, value: promClient.peakMb },
      },
    ];
  },
};
