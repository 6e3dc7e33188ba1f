import { compareRows } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { gzipSegment } from "@xp-tracker/runtime";
import type { GzipSegment } from "@xp-tracker/runtime";
import { readers } from "./row-readers.ts";
import { rowWriter } from "./wire-rows.ts";

/** Keeps the rows of a class as they were encoded last. */
export interface EncodedRows {
  /**
   * The rows as JSON with commas between, in compressed pieces: the same array as the last time where no row differs.
   * `breathe` is awaited after each piece that was made anew.
   */
  encode(rows: readonly Row[], breathe: () => Promise<void> | undefined): Promise<readonly GzipSegment[]>;
}

/** Consecutive rows of those that were encoded last, from `start` up to `end` (exclusive). */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly segment: GzipSegment;
}

interface Encoded {
  readonly rows: readonly Row[];
  readonly runs: readonly Run[];
  readonly segments: readonly GzipSegment[];
}

/**
 * How many rows make a run. Fewer make less to do where one of them changed, more compress better: with 4, what is kept
 * has between a fourth and a fifth of the bytes of the text, and a cycle in which one row of a hundred changed encodes
 * one run of twenty-five.
 */
export const USUAL_ROWS = 4;
/** A run that is changed is cut anew where others begin that are as they were, so that runs stay about this size. */
const LEAST_ROWS = USUAL_ROWS / 2;
const MOST_ROWS = 2 * USUAL_ROWS;
/** The fastest: two thirds of the time that level 3 takes, for a twentieth more bytes. */
const LEVEL = 1;

export function encodedRows(resourceClass: ResourceClass): EncodedRows {
  const write = rowWriter(resourceClass);
  let before: Encoded = { rows: [], runs: [], segments: [] };

  const encodeRun = (rows: readonly Row[], start: number, end: number): Run => {
    let text = "";
    for (let index = start; index < end; index++) text += (index === 0 ? "" : ",") + write(rows[index] as Row);
    return { start, end, segment: gzipSegment(Buffer.from(text), LEVEL) };
  };

  return {
    async encode(rows, breathe) {
      if (rows === before.rows) return before.segments;
      const known = knownRuns(before.rows, before.runs, rows);
      const runs: Run[] = [];
      for (let start = 0, next = 0; start < rows.length;) {
        while ((known[next]?.start ?? Number.POSITIVE_INFINITY) < start) next += 1;
        const same = known[next]?.start === start ? known[next] : undefined;
        const run = same ?? encodeRun(rows, start, endOfRun(start, rows.length, known, next));
        runs.push(run);
        start = run.end;
        if (same === undefined) await breathe();
      }
      const segments = runs.map(({ segment }) => segment);
      before = { rows, runs, segments: areSame(segments, before.segments) ? before.segments : segments };
      return before.segments;
    },
  };
}

/** Where a run that begins at `start` ends: where one begins that is known (those before `next` do not), if that is at a good distance. */
function endOfRun(start: number, length: number, known: readonly Run[], next: number): number {
  let at = next;
  while ((known[at]?.start ?? Number.POSITIVE_INFINITY) < start + LEAST_ROWS) at += 1;
  const end = known[at]?.start ?? length;
  return end < Math.min(start + MOST_ROWS, length) ? end : Math.min(start + USUAL_ROWS, length);
}

/** The runs all of whose rows are in `rows` as they were before, at their new place, in order. */
function knownRuns(rowsBefore: readonly Row[], runsBefore: readonly Run[], rows: readonly Row[]): readonly Run[] {
  const known: Run[] = [];
  let moved = 0;
  let start = 0;
  for (const run of runsBefore) {
    const first = rowsBefore[run.start] as Row;
    // Mostly as far from where it was as the run before. If not, the order of rows tells where to look.
    if (isSameObject(rows[run.start + moved], first)) start = run.start + moved;
    else while (start < rows.length && compareRows(rows[start] as Row, first) < 0) start++;
    moved = start - run.start;
    const end = run.end + moved;
    // The first run of all is the only one that does not begin with a comma.
    const canBeSame = end <= rows.length && (run.start === 0) === (start === 0);
    if (!canBeSame || !areSameRows(rows, start, rowsBefore, run)) continue;
    known.push(moved === 0 ? run : { ...run, start, end });
  }
  return known;
}

const isSameObject = (a: Row | undefined, b: Row): boolean => a === b || (a !== undefined && compareRows(a, b) === 0);

function areSameRows(rows: readonly Row[], start: number, rowsBefore: readonly Row[], run: Run): boolean {
  for (let index = run.start; index < run.end; index++) {
    if (!isSameRow(rows[start + index - run.start] as Row, rowsBefore[index] as Row)) return false;
  }
  return true;
}

const areSame = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === b.length && a.every((each, index) => each === b[index]);

const reads = Object.values(readers);

/** Rows that were listed again are other objects also where nothing changed. */
const isSameRow = (a: Row, b: Row): boolean => a === b || reads.every((read) => read(a) === read(b));
