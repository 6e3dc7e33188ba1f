import type { Benchmark } from "../benchmark.ts";
import { interleaved } from "../repeat.ts";
import { runTask } from "../run-task.ts";

export const render: Benchmark = {
  name: "render",
  run: async ({ resources: rows, repeats }, progress) => {
    const { anew, changed, promClient } = await interleaved(repeats, {
      anew: () => runTask("render-anew", { rows }, ["--expose-gc"]),
      changed: () => runTask("render-changed", { rows }, ["--expose-gc"]),
      promClient: () => runTask("render-prom-client", { rows }, ["--expose-gc", "--max-old-space-size=8192"]),
    });
    progress(`${anew.series} series, ${Math.round(anew.bytes / 1e6)} MB`);
    if (anew.series !== promClient.series || changed.series !== promClient.series) throw new Error("series differ");
    const beside = { name: "prom-client registry.metrics()", value: promClient.cpuSeconds };
    const what = `page of ${anew.series} series, ${rows} rows`;
    return [
      { what: `${what}: all of it rendered anew`, unit: "CPU s", value: anew.cpuSeconds, beside },
      {
        what: `${what}: 100 rows changed, what was rendered of others kept`,
        unit: "CPU s",
        value: changed.cpuSeconds,
        beside,
        budget: { of: "ratio", bound: "at most", limit: 1 / 30 },
      },
      {
        what: `${what}: peak RSS, rendered anew`,
        unit: "MB",
        value: anew.peakMb,
        beside: { ...beside, value: promClient.peakMb },
      },
    ];
  },
};
