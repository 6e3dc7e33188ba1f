import type { Random } from "@xp-tracker/testing";
import type { Stack } from "../stack/stack.ts";

/** Takes the fault back. */
export type Undo = () => Promise<unknown>;

export interface Fault {
  /** As the report counts it. */
  readonly kind: string;
  /** What it breaks: nothing is broken twice at a time. */
  readonly target: string;
  /** How long it holds, in milliseconds; what is over at once has none. */
  readonly holdMs: readonly [least: number, most: number];
  /** A process loses its life: its memory is measured only over what it lives. */
  readonly ends?: "poller" | "exporter";
  readonly apply: (random: Random) => Promise<Undo>;
}

export type FaultsOf = (stack: Stack) => readonly Fault[];

export const nothing: Undo = () => Promise.resolve();
