import type { Benchmark, Finding } from "../benchmark.ts";
import { life } from "../life.ts";

export const growth: Benchmark = {
  name: "growth",
  run: async ({ growth: sizes, scrapes, cycles }, progress) => {
    const findings: Finding[] = [];
    for (const size of sizes) {
      const seen = await life(size, Math.ceil(scrapes / 4), Math.ceil(cycles / 3));
      progress(`${size} resources`);
      const add = (what: string, unit: string, value: number): void =>
        void findings.push({ what: `${size} resources: ${what}`, unit, value });
      add("poller, start and first cycle", "CPU s", seen.seedCpu);
      add("poller, cycle after 1 % changed", "CPU s", seen.changed.polling);
      add("poller, full-list cycle after 1 % changed", "CPU s", seen.full.polling);
      add("exporter, refresh after 1 % changed", "CPU s", seen.changed.exporting);
      add("first snapshot, announced to served (wall)", "ms", seen.first.ms);
      add("100 objects changed, announced to served (wall)", "ms", seen.small.ms);
      add("one scrape", "CPU ms", seen.scrapeCpu * 1_000);
      add("body, gzip", "MB", seen.bodyMb);
      add("poller, peak RSS", "MB", seen.pollerPeakMb);
      add("exporter, peak RSS", "MB", seen.exporterPeakMb);
    }
    return findings;
  },
};
