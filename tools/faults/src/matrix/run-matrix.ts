import { faultNames } from "./faults.ts";
import type { FaultName } from "./faults.ts";
import type { Row } from "./row.ts";
import { runRow } from "./run-row.ts";
import type { RowResult } from "./run-row.ts";

export interface RunOptions {
  readonly faults?: readonly FaultName[];
  /** Rows at the same time: most of a cell is waiting. */
  readonly concurrency: number;
}

/** Runs rows side by side; what cannot even start is as red as can be. Results are in the order of the rows. */
export async function runMatrix(
  rows: readonly Row[],
  { faults = faultNames, concurrency }: RunOptions,
): Promise<readonly RowResult[]> {
  const results: RowResult[] = [];
  const left = [...rows.entries()];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, row] = next;
      results[index] = await runRow(row, faults).catch((error: unknown) => ({
        name: row.name,
        cells: new Map(),
        leaks: [`the row did not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`],
      }));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return results;
}
