import { compareRows, sortRows } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { firstOfLists, hasOneListForEachType, sameList, sameName, twinsAmong } from "./twins.ts";
import type { Twins } from "./twins.ts";

/** Consecutive rows of a class that are rendered, and kept, together. */
export interface RowChunk extends Twins {
  readonly class: ResourceClass;
  readonly rows: readonly Row[];
}

/** A chunk of rows that are in the order of `compareRows`. */
export interface OrderedChunk extends RowChunk {
  /** The first row of each list of one type among its rows. */
  readonly lists: readonly Row[];
}

const none: ReadonlySet<Row> = new Set();

/** Rows among which none names the same object as another one of the snapshot. */
export const distinctChunk = (resourceClass: ResourceClass, rows: readonly Row[]): RowChunk => ({
  class: resourceClass,
  rows,
  twins: none,
  versionedTwins: none,
});

/**
 * Cuts rows into chunks, in the order of `compareRows` whatever order they came in. Where a chunk ends depends on the
 * row that ends it, so that a row that comes or goes leaves nearly all other chunks as they were.
 * @param before what this gave for other rows: a chunk of the very same rows, none of which has a twin, is taken from
 * there without a look into them. What comes out is the same with any `before`, or none.
 */
export function rowChunks(
  resourceClass: ResourceClass,
  rows: readonly Row[],
  before: readonly OrderedChunk[] = [],
): readonly OrderedChunk[] {
  const usable = before.filter((chunk) => chunk.class === resourceClass && chunk.twins.size === 0);
  const known = new Map(usable.map((chunk) => [chunk.rows[0], chunk]));
  return distinctChunks(resourceClass, rows, known) ?? anyChunks(resourceClass, sortRows(rows), known);
}

/** By their first rows. */
type Known = ReadonlyMap<Row | undefined, OrderedChunk>;

/** undefined: the rows are not in order, or two of them may name the same object. */
function distinctChunks(
  resourceClass: ResourceClass,
  rows: readonly Row[],
  known: Known,
): readonly OrderedChunk[] | undefined {
  const chunks: OrderedChunk[] = [];
  for (let start = 0, end = 0; start < rows.length; start = end) {
    const same = knownChunk(rows, start, known);
    end = same === undefined ? endOfChunk(rows, start) : start + same.rows.length;
    // Of a known chunk only the first row may have another one before it than it had.
    if (!areOrdered(rows, start, same === undefined ? end : start + 1)) return undefined;
    chunks.push(same ?? orderedChunk(resourceClass, rows.slice(start, end)));
  }
  return hasOneListForEachType(chunks.flatMap(({ lists }) => lists)) ? chunks : undefined;
}

function anyChunks(resourceClass: ResourceClass, rows: readonly Row[], known: Known): readonly OrderedChunk[] {
  const { twins, versionedTwins } = twinsAmong(rows);
  const chunks: OrderedChunk[] = [];
  for (let start = 0, end = 0; start < rows.length; start = end) {
    end = endOfChunk(rows, start);
    const some = rows.slice(start, end);
    const its = { twins: amongThem(twins, some), versionedTwins: amongThem(versionedTwins, some) };
    const same = its.twins.size === 0 ? knownChunk(rows, start, known) : undefined;
    chunks.push(same ?? { ...orderedChunk(resourceClass, some), ...its });
  }
  return chunks;
}

const orderedChunk = (resourceClass: ResourceClass, rows: readonly Row[]): OrderedChunk => ({
  ...distinctChunk(resourceClass, rows),
  lists: firstOfLists(rows),
});

const amongThem = (twins: ReadonlySet<Row>, rows: readonly Row[]): ReadonlySet<Row> => {
  const some = twins.size === 0 ? [] : rows.filter((row) => twins.has(row));
  return some.length === 0 ? none : new Set(some);
};

/** Each row from `start` on, but the very first, is behind the one before it and names another object. */
function areOrdered(rows: readonly Row[], start: number, end: number): boolean {
  for (let index = Math.max(start, 1); index < end; index++) {
    const [before, row] = [rows[index - 1], rows[index]];
    if (before === undefined || row === undefined) return false;
    if (compareRows(before, row) > 0 || (sameList(before, row) && sameName(before, row))) return false;
  }
  return true;
}

/** The chunk that begins with the same row, if it ends where {@link endOfChunk} would let one end and has the same rows. */
function knownChunk(rows: readonly Row[], start: number, known: Known): OrderedChunk | undefined {
  const chunk = known.get(rows[start]);
  const end = start + (chunk?.rows.length ?? 0);
  const isWhole = end === rows.length || (end < rows.length && chunk !== undefined && endsByItself(chunk.rows));
  return isWhole && chunk?.rows.every((row, index) => row === rows[start + index]) === true ? chunk : undefined;
}

function endOfChunk(rows: readonly Row[], start: number): number {
  const limit = Math.min(rows.length, start + MAX_ROWS);
  for (let end = start + MIN_ROWS - 1; end < limit; end++) {
    const row = rows[end];
    if (row !== undefined && endsChunk(row)) return end + 1;
  }
  return limit;
}

function endsByItself(rows: readonly Row[]): boolean {
  const last = rows.at(-1);
  return rows.length === MAX_ROWS || (rows.length >= MIN_ROWS && last !== undefined && endsChunk(last));
}

/**
 * The least, and how many more on average. More make fewer and better compressed pieces, fewer make less to do where a
 * row changed. The least is most of it: else there would be long chunks beside short ones, and most rows that change are
 * in long ones. With no more at all a row that comes would move the ends of all chunks behind it.
 */
const MIN_ROWS = 80;
const MORE_ROWS = 32;
const MAX_ROWS = 1024;

/** FNV-1a of what names the object within its type. */
function endsChunk({ namespace, name }: Row): boolean {
  let hash = 0x811c9dc5;
  for (const text of [namespace, name]) {
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  // Names often differ in their last characters alone, which FNV does not spread over all bits.
  return (hash ^ (hash >>> 13)) % MORE_ROWS === 0;
}
