import { setTimeout as sleep } from "node:timers/promises";
import { lookAt } from "../services/look.ts";
import type { Services } from "../services/services.ts";
import { faultNames } from "./faults.ts";
import type { FaultName } from "./faults.ts";
import { sumOf } from "./exposition.ts";
import { watchForLeaks } from "./leaks.ts";
import type { Row } from "./row.ts";
import { tryCell } from "./try-cell.ts";
import type { Outcome } from "./try-cell.ts";

export interface RowResult {
  readonly name: string;
  readonly cells: ReadonlyMap<FaultName, Outcome>;
  /** What the processes hold more after all faults than before the first. */
  readonly leaks: readonly string[];
}

/** A cluster of a few dozen types is listed by then on a busy machine. */
const READY_WITHIN_MS = 60_000;

/** Lets every fault of a row, or those named, befall one pair of services, one after the other. */
export async function runRow(row: Row, only: readonly FaultName[] = faultNames): Promise<RowResult> {
  const started = await row.start();
  const { services } = started;
  try {
    await untilServed(services);
    const leaked = await watchForLeaks(services);
    const cells = new Map<FaultName, Outcome>();
    for (const [index, fault] of faultNames.entries()) {
      const facts = row.cells[fault];
      if ("why" in facts || !only.includes(fault)) continue;
      const inject = () => started.inject(fault);
      const trial = { services, inject, signs: facts.signs, recovery: row.recovery, mark: 2 * index + 1 };
      cells.set(fault, await tryCell(trial).catch(asBroken));
    }
    return { name: row.name, cells, leaks: await leaked().catch((error: unknown) => asBroken(error).broken) };
  } finally {
    await started.stop();
  }
}

const asBroken = (error: unknown): Outcome => ({
  broken: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  recoveredMs: Number.NaN,
});

async function untilServed(services: Services): Promise<void> {
  const end = performance.now() + READY_WITHIN_MS;
  for (;;) {
    const now = await lookAt(services, 0, []).catch(() => undefined);
    if (now?.isFresh === true && sumOf(now.page, "xp_tracker_snapshot_complete") === 1) return;
    if (performance.now() > end) {
      throw new Error(`nothing complete is served:\n${services.poller.output()}\n${services.exporter.output()}`);
    }
    await sleep(100);
  }
}
