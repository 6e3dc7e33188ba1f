import type { Point, ProcessSeries } from "../watch/process-series.ts";
import { binned, slopeOf } from "./slope.ts";
import type { Points } from "./slope.ts";

const MB = 1_000_000;
const HOUR_MS = 3_600_000;
/** What is on its way when a process is looked at is no trend. */
const BIN_MS = 120_000;

/**
 * Until then a process grows to its working size: the code of what it does in its role is compiled, buffers are made. Means
 * of five minutes each, of an exporter in two runs: 109.6, 111.1, 112.2, 112.9, 112.9, 112.6 MB and 111.1, 112.3, 112.9,
 * 113.3, 113.3, 113.5 MB.
 */
const WARM_UP_MS = 900_000;
/** What a poller takes that begins to lead, and gives back when it no longer does, is no trend. */
const CHANGE_OF_ROLE_MS = 120_000;
/** Of the life after it, so that a slope says something. */
const LEAST_MS = 300_000;

/** By the role of the process; without warming up in it. */
function groupsOf({ settled, life }: ProcessSeries): readonly Points[] {
  const msInRole = new Map<boolean, number>();
  let last = { atMs: life.startedAt, leads: settled[0]?.leads };
  let changedAt = Number.NEGATIVE_INFINITY;
  const usual = settled.filter(({ atMs, leads }) => {
    if (last.leads === leads) msInRole.set(leads, (msInRole.get(leads) ?? 0) + atMs - last.atMs);
    else changedAt = atMs;
    last = { atMs, leads };
    return (msInRole.get(leads) ?? 0) >= WARM_UP_MS && atMs - changedAt >= CHANGE_OF_ROLE_MS;
  });
  const groups = Map.groupBy(usual, ({ leads }) => leads);
  return [...groups.values()].map((group) => group.map(({ atMs, figures }) => [atMs, figures.rssBytes] as const));
}

/** The process of each member that lived longest, one line each. */
export function processReport(all: readonly ProcessSeries[]): readonly string[] {
  const byName = Map.groupBy(all, ({ life }) => life.name);
  return [...byName].map(([name, lives]) => {
    const longest = lives.toSorted((a, b) => lifeMs(b) - lifeMs(a))[0] as ProcessSeries;
    const minutes = (lifeMs(longest) / 60_000).toFixed(1);
    const figures = [
      `RSS ${rss(longest.points)}`,
      `settled ${rss(longest.settled)}, slope ${slope(longest)}`,
      `descriptors ${range(longest.settled.map(({ figures }) => figures.descriptors))}`,
      `threads ${range(longest.settled.map(({ figures }) => figures.threads))}`,
    ];
    return `${name}: ${lives.length} lives, the longest ${minutes} min: ${figures.join(", ")}`;
  });
}

const lifeMs = ({ points }: ProcessSeries): number => (points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0);

function rss(points: readonly Point[]): string {
  const bytes = points.map(({ figures }) => figures.rssBytes / MB);
  return `${Math.min(...bytes).toFixed(0)} to ${Math.max(...bytes).toFixed(0)} MB`;
}

function slope(series: ProcessSeries): string {
  const groups = groupsOf(series);
  const spans = groups.map((points) => (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0));
  if (spans.reduce((sum, ms) => sum + ms, 0) < LEAST_MS) return "not measured (too short)";
  const { slope: bytesPerMs, margin } = slopeOf(groups.map((points) => binned(points, BIN_MS)));
  const perHour = (value: number): string => ((value * HOUR_MS) / MB).toFixed(1);
  const verdict = bytesPerMs - margin > 0 ? "grows" : "within noise";
  return `${perHour(bytesPerMs)} ± ${perHour(margin)} MB/h (${verdict})`;
}

const range = (counts: readonly number[]): string =>
  counts.length === 0
    ? "not measured"
    : `${counts[0]} at first, ${counts.at(-1)} at last, ${Math.min(...counts)} to ${Math.max(...counts)}`;
