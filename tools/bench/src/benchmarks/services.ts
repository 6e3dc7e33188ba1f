import type { Benchmark, Finding } from "../benchmark.ts";
import { life } from "../life.ts";

const atMost = (limit: number, of: "value" | "ratio" = "value"): Pick<Finding, "budget"> => ({
  budget: { of, bound: "at most", limit },
});

export const services: Benchmark = {
  name: "services",
  run: async ({ resources, scrapes, cycles }, progress) => {
    const seen = await life(resources, scrapes, cycles);
    const { objects, first, small, changed, full } = seen;
    progress(`${objects} objects, a body of ${seen.bodyMb.toFixed(1)} MB`);
    const fullCycle = "full-list cycle after the same change";
    return [
      {
        what: "a cycle after 1 % of the objects changed: CPU of the poller",
        unit: "CPU s",
        value: changed.polling,
        beside: { name: fullCycle, value: full.polling },
        ...atMost(0.05, "ratio"),
      },
      {
        // The simulator also makes the changes; the row of the real API server leaves the writes out, and has the budget.
        what: "a cycle after 1 % of the objects changed: CPU of the simulated API server, which makes the changes as well",
        unit: "CPU s",
        value: changed.server,
        beside: { name: fullCycle, value: full.server },
      },
      {
        what: `a scrape of the cached body, ${seen.bodyMb.toFixed(1)} MB gzip`,
        unit: "CPU ms",
        value: seen.scrapeCpu * 1_000,
        beside: { name: "bare node:http", value: seen.bareCpu * 1_000 },
        ...atMost(1.2, "ratio"),
      },
      { what: `RSS of the exporter, added by ${scrapes} scrapes`, unit: "MB", value: Math.max(0, seen.grownMb) },
      { what: "first snapshot: announced to served (wall)", unit: "ms", value: first.ms, ...atMost(1_500) },
      { what: "100 objects changed: announced to served (wall)", unit: "ms", value: small.ms, ...atMost(500) },
      {
        what: "main thread of the exporter blocked meanwhile, longest (wall)",
        unit: "ms",
        value: Math.max(first.blockMs, small.blockMs),
        ...atMost(50),
      },
      {
        what: "`/healthz` of the exporter meanwhile, p99 (wall)",
        unit: "ms",
        value: Math.max(first.healthMs, small.healthMs),
        ...atMost(25),
      },
      {
        what: `exporter of ${objects} objects: peak RSS`,
        unit: "MB",
        value: seen.exporterPeakMb,
        ...atMost(300),
      },
      { what: `poller of ${objects} objects: peak RSS`, unit: "MB", value: seen.pollerPeakMb },
    ];
  },
};
