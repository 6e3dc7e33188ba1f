import { setTimeout as sleep } from "node:timers/promises";
import type { Life, Member } from "../stack/member.ts";
import { processFigures } from "./process-figures.ts";
import type { ProcessFigures } from "./process-figures.ts";

export interface Point {
  readonly atMs: number;
  readonly figures: ProcessFigures;
  /** Of pollers: the one that leads holds what the others do not. */
  readonly leads: boolean;
}

/** What one process held over its life. */
export interface ProcessSeries {
  readonly life: Life;
  readonly points: Point[];
  /** With everything mended and quiet, and all garbage collected: the figures that should not grow. */
  readonly settled: Point[];
}

export interface ProcessRecord {
  readonly series: () => readonly ProcessSeries[];
  /** Takes the figures of all that run now, as settled ones, once they have collected their garbage. */
  readonly settled: () => Promise<void>;
  /** Takes points until the signal aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

const EVERY_MS = 5_000;
const COLLECTING_MS = 1_000;

export function recordProcesses(members: readonly Member[]): ProcessRecord {
  const all = new Map<number, ProcessSeries>();
  const measured = (): readonly (readonly [ProcessSeries, Point])[] =>
    members.flatMap((member) => {
      const life = member.life();
      const figures = life && processFigures(life.pid);
      if (life === undefined || figures === undefined) return [];
      const series = all.get(life.pid) ?? { life, points: [], settled: [] };
      all.set(life.pid, series);
      return [[series, { atMs: Date.now(), figures, leads: member.leads() }] as const];
    });
  return {
    series: () => [...all.values()],
    settled: async () => {
      for (const member of members) member.collect();
      await sleep(COLLECTING_MS);
      for (const [series, point] of measured()) series.settled.push(point);
    },
    run: async (signal) => {
      while (!signal.aborted) {
        for (const [series, point] of measured()) series.points.push(point);
        await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
