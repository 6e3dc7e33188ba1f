import type { ProcessSeries } from "../watch/process-series.ts";

/** Every figure of every process as CSV, by time, for who wants to see the curve that a slope stands for. */
export function figuresCsv(all: readonly ProcessSeries[]): string {
  const rows = all.flatMap(({ life: { name, pid }, points, settled }) =>
    [points, settled].flatMap((series) =>
      series.map(({ atMs, leads, figures }) => {
        const { rssBytes, descriptors, threads } = figures;
        return [atMs, name, pid, leads, series === settled, rssBytes, descriptors, threads] as const;
      }),
    ),
  );
  const header = "unix_ms,name,pid,leads,settled,rss_bytes,descriptors,threads";
  return [header, ...rows.toSorted(([a], [b]) => a - b).map((row) => row.join(","))].join("\n").concat("\n");
}
