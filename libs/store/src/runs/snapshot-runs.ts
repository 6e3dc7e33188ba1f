import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Row, Snapshot } from "@xp-tracker/crossplane";
import { byClass } from "../by-class.ts";
import { areOrdered } from "./run-order.ts";
import { factsCollector } from "../decode/facts-collector.ts";
import { runCollector } from "./run-collector.ts";
import type { MakeOfRows, Run } from "./run-collector.ts";
import { scanBody } from "../decode/scan-body.ts";
import { judge } from "../decode/snapshot-decode.ts";
import type { DecodeOptions } from "../decode/snapshot-decode.ts";
import { tooLarge } from "../snapshot/snapshot-faults.ts";
import { rowReader } from "../wire/wire-rows.ts";

/** A snapshot of whose rows only that is held which was made of them. */
export interface SnapshotInRuns<T> {
  readonly facts: Omit<Snapshot, "rows">;
  readonly runs: readonly Run<T>[];
  /** Whether the rows are in the order of `compareRows`, and no two of them name the same object. */
  readonly isOrdered: boolean;
}

/**
 * Reads a snapshot as its bytes arrive and makes something of each run of rows. Runs that were in the snapshot `before`
 * are taken from there, mostly without a look at their rows. What comes out is the same with any `before`, or none.
 * @throws AppError as `decodeSnapshot` does; what `body` and `make` throw
 */
export async function decodeInRuns<T>(
  body: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
  before: readonly Run<T>[],
  make: MakeOfRows<T>,
  signal: AbortSignal,
): Promise<SnapshotInRuns<T>> {
  const { location = "the snapshot", maxRows = Number.POSITIVE_INFINITY } = options;
  const collected = factsCollector(new Map());
  // Rows are gone before equal texts could pay.
  const readers = byClass((name) => rowReader(name, (text) => text));
  const parse = (resourceClass: ResourceClass, text: string): readonly Row[] => {
    const entries = JSON.parse(text) as readonly unknown[];
    const rows: Row[] = [];
    collected.attempt(() => rows.push(...entries.map(readers[resourceClass])));
    return rows;
  };
  let count = 0;
  const admit = (rows: number): void => {
    count += rows;
    if (count > maxRows) throw tooLarge(location, `has more than ${maxRows} rows`);
  };
  const { runs, raw } = runCollector(before, parse, make, admit);
  await scanBody(body, { ...collected.events, raw }, options, signal);
  const head = judge(collected.members, options, () => collected.checkShape());
  const ofClass = (name: ResourceClass) => runs.filter((run) => run.class === name).map(({ order }) => order);
  return {
    facts: { ...head, ...collected.facts },
    runs,
    isOrdered: resourceClasses.every((name) => areOrdered(ofClass(name))),
  };
}
