import type { Undo } from "../proxy/tcp-proxy.ts";
import type { Services } from "../services/services.ts";
import type { FaultName } from "./faults.ts";
import type { Sign } from "./sign.ts";

/** A fault that befalls this dependency. */
interface Existing<Tools> {
  /** What is done. */
  readonly how: string;
  readonly inject: (tools: Tools) => Promise<Undo>;
  /** How it is told; all of them must be seen while it lasts. */
  readonly signs: readonly Sign[];
}

/** One that cannot. */
interface Absent {
  readonly why: string;
}

/** Everything a dependency can do, and how the services around it are started. */
export interface RowParts<Tools> {
  readonly name: string;
  readonly start: () => Promise<Tools & { readonly services: Services; readonly stop: () => Promise<void> }>;
  readonly cells: Readonly<Record<FaultName, Existing<Tools> | Absent>>;
  /** What is seen again once a fault is over, besides a complete page that is fresh. */
  readonly recovery?: readonly Sign[];
}

interface StartedRow {
  readonly services: Services;
  readonly inject: (fault: FaultName) => Promise<Undo>;
  readonly stop: () => Promise<void>;
}

type CellFacts = { readonly how: string; readonly signs: readonly Sign[] } | Absent;

export interface Row {
  readonly name: string;
  readonly cells: Readonly<Record<FaultName, CellFacts>>;
  readonly recovery: readonly Sign[];
  readonly start: () => Promise<StartedRow>;
}

/** Hides what a row's faults are made with. */
export const rowOf = <Tools>({ name, start, cells, recovery = [] }: RowParts<Tools>): Row => ({
  name,
  cells,
  recovery,
  start: async () => {
    const tools = await start();
    return {
      services: tools.services,
      stop: tools.stop,
      inject: (fault) => {
        const cell = cells[fault];
        if ("why" in cell) throw new Error(`${name} has no fault ${fault}: ${cell.why}`);
        return cell.inject(tools);
      },
    };
  },
});
