import { setImmediate as nextTurn } from "node:timers/promises";
import { resourceClasses } from "@xp-tracker/crossplane";
import type { Snapshot } from "@xp-tracker/crossplane";
import { rowChunks } from "@xp-tracker/metrics";
import type { Family, OrderedChunk, RowChunk } from "@xp-tracker/metrics";
import { joinSegments } from "@xp-tracker/runtime";
import { pageMaker } from "./page-maker.ts";
import type { MadeOfRows } from "./page-maker.ts";
import type { Rendered } from "./rendered.ts";

export type SnapshotRenderer = (snapshot: Snapshot | undefined, signal: AbortSignal) => Promise<Rendered>;

/**
 * Renders one snapshot after the other in the thread that has their rows, and rests in between so that other work of
 * the thread goes on. What was made of rows is used again as long as they are the same objects. @throws the signal's reason
 */
export function snapshotRenderer(families: readonly Family[]): SnapshotRenderer {
  const maker = pageMaker(families);
  const known = new WeakMap<RowChunk, MadeOfRows>();
  let chunks: readonly OrderedChunk[] = [];

  const madeOf = (chunk: RowChunk): MadeOfRows => {
    const made = known.get(chunk) ?? maker.ofChunk(chunk);
    known.set(chunk, made);
    return made;
  };
  return async (snapshot, signal) => {
    chunks = resourceClasses.flatMap((name) => rowChunks(name, snapshot?.rows[name] ?? [], chunks));
    const made: MadeOfRows[] = [];
    for (const chunk of chunks) {
      made.push(madeOf(chunk));
      await nextTurn(undefined, { signal });
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
