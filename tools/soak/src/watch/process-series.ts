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
  /** With everything mended and quiet: the figures that should not grow. */
  readonly settled: ProcessFigures[];
}

export interface ProcessRecord {
  readonly series: () => readonly ProcessSeries[];
  /** Takes the figures of all that run now, as settled ones. */
  readonly settled: () => void;
  /** Takes points until the signal aborts. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Between two points of a process. */
export const EVERY_MS = 5_000;

export function recordProcesses(members: readonly Member[]): ProcessRecord {
  const all = new Map<number, ProcessSeries>();
  const measured = (): readonly (readonly [ProcessSeries, ProcessFigures, boolean])[] =>
    members.flatMap((member) => {
      const life = member.life();
      const figures = life && processFigures(life.pid);
      if (life === undefined || figures === undefined) return [];
      const series = all.get(life.pid) ?? { life, points: [], settled: [] };
      all.set(life.pid, series);
      return [[series, figures, member.leads()] as const];
    });
  return {
    series: () => [...all.values()],
    settled: () => {
      for (const [series, figures] of measured()) series.settled.push(figures);
    },
    run: async (signal) => {
      while (!signal.aborted) {
        for (const [series, figures, leads] of measured()) series.points.push({ atMs: Date.now(), figures, leads });
        await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
