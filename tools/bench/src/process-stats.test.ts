import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { cpuSecondsOf, memoryOf } from "./process-stats.ts";

const absent = existsSync("/proc/self/stat") ? undefined : "there is no /proc/self/stat";

it.skipIf(absent)(`reads what the kernel counts of a process${absent === undefined ? "" : ` (${absent})`}`, () => {
  const { user, system } = process.cpuUsage();
  expect(cpuSecondsOf(process.pid)).toBeGreaterThan((user + system) / 1e6 / 2);
  const { rss, peak } = memoryOf(process.pid);
  expect(rss).toBeGreaterThan(10);
  expect(peak).toBeGreaterThanOrEqual(rss);
});
