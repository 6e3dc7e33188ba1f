import { setImmediate as nextTurn } from "node:timers/promises";
import { resourceClasses } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";
import { rowChunks } from "@xp-tracker/metrics";
import type { Family, RowChunk } from "@xp-tracker/metrics";
import { joinSegments } from "@xp-tracker/runtime";
import { pageMaker } from "./page-maker.ts";
import type { MadeOfRows, PageMaker } from "./page-maker.ts";
import type { Rendered } from "./rendered.ts";

export type SnapshotRenderer = (snapshot: Snapshot | undefined, signal: AbortSignal) => Promise<Rendered>;

/**
 * Renders one snapshot after the other in the thread that has their rows, and rests in between so that other work of
 * the thread goes on. What was made of rows is used again as long as they are the same objects. @throws the signal's reason
 */
export function snapshotRenderer(families: readonly Family[]): SnapshotRenderer {
  const maker = pageMaker(families);
  const madeOf = rememberChunks(maker);
  return async (snapshot, signal) => {
    const made: MadeOfRows[] = [];
    for (const resourceClass of resourceClasses) {
      for (const chunk of rowChunks(resourceClass, snapshot?.rows[resourceClass] ?? [])) {
        made.push(madeOf(chunk));
        await nextTurn(undefined, { signal });
      }
    }
    const bookkeeping = joinSegments(await unhurried(maker.bookkeeping(snapshot, made), signal));
    const metrics = await unhurried(maker.metrics(snapshot, made), signal);
    return { ...maker.finish(snapshot, made, metrics), bookkeeping };
  };
}

async function unhurried<T>(pieces: Iterable<T>, signal: AbortSignal): Promise<readonly T[]> {
  const all: T[] = [];
  for (const piece of pieces) {
    all.push(piece);
    await nextTurn(undefined, { signal });
  }
  return all;
}

/** {@link snapshotRenderer} for a single snapshot. */
export const renderSnapshot = (
  snapshot: Snapshot | undefined,
  families: readonly Family[],
  signal: AbortSignal,
): Promise<Rendered> => snapshotRenderer(families)(snapshot, signal);

function rememberChunks({ ofChunk }: PageMaker): (chunk: RowChunk) => MadeOfRows {
  const known = new WeakMap<Row, { readonly chunk: RowChunk; readonly made: MadeOfRows }>();
  return (chunk) => {
    const [first] = chunk.rows;
    const last = first && known.get(first);
    if (last !== undefined && areSame(last.chunk, chunk)) return last.made;
    const made = ofChunk(chunk);
    if (first !== undefined) known.set(first, { chunk, made });
    return made;
  };
}

/** Which rows have twins is a matter of the whole snapshot. */
const areSame = (a: RowChunk, b: RowChunk): boolean =>
  a.twins.size === 0 &&
  b.twins.size === 0 &&
  a.class === b.class &&
  a.rows.length === b.rows.length &&
  a.rows.every((row, index) => row === b.rows[index]);
