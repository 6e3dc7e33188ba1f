import { compareRows } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { gzipSegment } from "@xp-tracker/runtime";
import type { GzipSegment } from "@xp-tracker/runtime";
import { readers } from "../wire/row-readers.ts";
import { rowWriter } from "../wire/wire-rows.ts";

/** Keeps the rows of a class as they were encoded last. */
export interface EncodedRows {
  /**
   * The rows as JSON with commas between, in compressed pieces: the same array as the last time where no row differs.
   * `breathe` is awaited after each piece that was made anew.
   */
  encode(rows: readonly Row[], breathe: () => Promise<void> | undefined): Promise<readonly GzipSegment[]>;
}

/** Runs of consecutive rows, one after the other: how many rows each has, and what was made of them. */
interface Encoded {
  readonly rows: readonly Row[];
  readonly lengths: readonly number[];
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
  let before: Encoded = { rows: [], lengths: [], segments: [] };

  const encodeRun = (rows: readonly Row[], start: number, end: number): GzipSegment => {
    let text = "";
    for (let index = start; index < end; index++) text += (index === 0 ? "" : ",") + write(rows[index] as Row);
    return gzipSegment(Buffer.from(text), LEVEL);
  };

  return {
    async encode(rows, breathe) {
      if (rows === before.rows) return before.segments;
      const lengths: number[] = [];
      const segments: GzipSegment[] = [];
      let at = 0;
      let isSame = true;
      const take = (length: number, segment: GzipSegment): void => {
        lengths.push(length);
        segments.push(segment);
        at += length;
      };
      const encodeTo = async (goal: number, mostInOne: number): Promise<void> => {
        isSame = false;
        for (let start = at, end = at; start < goal; start = end) {
          end = goal - start < mostInOne ? goal : Math.min(start + USUAL_ROWS, goal);
          take(end - start, encodeRun(rows, start, end));
          await breathe();
        }
      };
      const placeOf = placesOfRuns(before.rows, rows);
      for (const [index, length] of before.lengths.entries()) {
        const start = placeOf(length);
        if (start === undefined) continue;
        const between = start - at;
        // Too few rows to be a run are encoded with those that come after them.
        if (between !== 0 && between < LEAST_ROWS) continue;
        if (between > 0) await encodeTo(start, MOST_ROWS);
        take(length, before.segments[index] as GzipSegment);
      }
      if (at < rows.length) await encodeTo(rows.length, 0);
      isSame &&= segments.length === before.segments.length;
      before = { rows, lengths, segments: isSame ? before.segments : segments };
      return before.segments;
    },
  };
}

/**
 * A function to be called with the length of one run of `rowsBefore` after the other: where `rows` has the very rows of it,
 * undefined where they are no longer as they were.
 */
function placesOfRuns(rowsBefore: readonly Row[], rows: readonly Row[]): (length: number) => number | undefined {
  let startBefore = 0;
  let start = 0;
  let lastLength = 0;
  return (length) => {
    const first = rowsBefore[startBefore] as Row;
    // Mostly right behind the run before. If not, the order of rows tells where to look.
    if (isSameObject(rows[start + lastLength], first)) start += lastLength;
    else while (start < rows.length && compareRows(rows[start] as Row, first) < 0) start++;
    // The first run of all is the only one that does not begin with a comma.
    const canBeSame = start + length <= rows.length && (startBefore === 0) === (start === 0);
    const isSame = canBeSame && areSameRows(rows, start, rowsBefore, startBefore, length);
    startBefore += length;
    lastLength = length;
    return isSame ? start : undefined;
  };
}

const isSameObject = (a: Row | undefined, b: Row): boolean => a === b || (a !== undefined && compareRows(a, b) === 0);

function areSameRows(
  rows: readonly Row[],
  start: number,
  rowsBefore: readonly Row[],
  startBefore: number,
  length: number,
): boolean {
  for (let index = 0; index < length; index++) {
    if (!isSameRow(rows[start + index] as Row, rowsBefore[startBefore + index] as Row)) return false;
  }
  return true;
}

const reads = Object.values(readers);

/** Rows that were listed again are other objects also where nothing changed. */
const isSameRow = (a: Row, b: Row): boolean => a === b || reads.every((read) => read(a) === read(b));
