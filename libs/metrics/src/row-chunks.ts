import { sortRows } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { twinsOf } from "./twins.ts";

/** Consecutive rows of a class that are rendered, and kept, together. */
export interface RowChunk {
  readonly class: ResourceClass;
  readonly rows: readonly Row[];
  /** Rows that name the same object as an earlier row: it is listed in two versions of its type. */
  readonly twins: ReadonlySet<Row>;
  /** Those of them that agree in the version too. */
  readonly versionedTwins: ReadonlySet<Row>;
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
 * row that ends it alone, so that a row that comes or goes changes one chunk and leaves all others as they were.
 */
export function rowChunks(resourceClass: ResourceClass, unsorted: readonly Row[]): readonly RowChunk[] {
  const rows = sortRows(unsorted);
  const shared = { class: resourceClass, twins: twinsOf(rows, false), versionedTwins: twinsOf(rows, true) };
  const chunks: RowChunk[] = [];
  let start = 0;
  rows.forEach((row, index) => {
    const end = index + 1;
    if (end < rows.length && end - start < MAX_ROWS && !endsChunk(row)) return;
    chunks.push({ ...shared, rows: rows.slice(start, end) });
    start = end;
  });
  return chunks;
}

/** On average. More make fewer and better compressed pieces, fewer make less to do where a row changed. */
const USUAL_ROWS = 128;
const MAX_ROWS = 8 * USUAL_ROWS;

/** FNV-1a of what names the object within its type. */
function endsChunk({ namespace, name }: Row): boolean {
  let hash = 0x811c9dc5;
  for (const text of [namespace, name]) {
    for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 16) % USUAL_ROWS === 0;
}
