import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { benchmarks } from "./benchmarks.ts";

const absent = existsSync("/proc/self/stat") ? undefined : "there is no /proc/self/stat";
const tiny = {
  resources: 60,
  repeats: 1,
  cycles: 1,
  scrapes: 3,
  scrapeSeconds: 3,
  realObjects: 20,
  idleSeconds: 1,
  watches: [3],
  manyRows: 2_000,
  growth: [60],
};

describe.skipIf(absent)(`benchmarks of tiny sizes${absent === undefined ? "" : ` (${absent})`}`, () => {
  const here = benchmarks.map((benchmark) => ({ ...benchmark, why: benchmark.absent?.() }));
  it.for(here)("$name measures something", { timeout: 120_000 }, async ({ run, why }, { skip }) => {
    skip(why !== undefined, why);
    const findings = await run(tiny, () => undefined);
    expect(findings.length).toBeGreaterThan(0);
    const values = findings.flatMap(({ value, beside }) => (beside === undefined ? [value] : [value, beside.value]));
    expect(values.filter((value) => !Number.isFinite(value) || value < 0)).toEqual([]);
  });
});
