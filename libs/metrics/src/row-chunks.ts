import { sortRows } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { twinsAmong } from "./twins.ts";
import type { Twins } from "./twins.ts";

/** Consecutive rows of a class that are rendered, and kept, together. */
export interface RowChunk extends Twins {
  readonly class: ResourceClass;
  readonly rows: readonly Row[];
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
 */
export function* rowChunks(resourceClass: ResourceClass, unsorted: readonly Row[]): Generator<RowChunk, void, void> {
  const rows = sortRows(unsorted);
  const twins = twinsAmong(rows);
  for (let start = 0, end = 0; start < rows.length; start = end) {
    end = endOfChunk(rows, start);
    yield { ...twins, class: resourceClass, rows: rows.slice(start, end) };
  }
}

function endOfChunk(rows: readonly Row[], start: number): number {
  const limit = Math.min(rows.length, start + MAX_ROWS);
  for (let end = start + MIN_ROWS - 1; end < limit; end++) {
    const row = rows[end];
    if (row !== undefined && endsChunk(row)) return end + 1;
  }
  return limit;
}

/**
 * The least, and how many more on average. More make fewer and better compressed pieces, fewer make less to do where a
 * row changed. Without a least there would be long chunks beside short ones, and most rows that change are in long ones.
 */
const MIN_ROWS = 64;
const MORE_ROWS = 64;
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
