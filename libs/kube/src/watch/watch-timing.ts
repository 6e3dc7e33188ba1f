import type { Backoff } from "@xp-tracker/runtime";

/** All in milliseconds. */
export interface WatchTiming {
  /** A watch asks the server to end it after a random time from the first to the second; whole seconds. */
  readonly lifeMs: readonly [number, number];
  /** One that has not ended this long after it should have is silent: its connection is given up. */
  readonly marginMs: number;
  /** A watch that stayed open this long works, whether or not an event came. */
  readonly steadyMs: number;
  /** Between failures. */
  readonly backoff: Backoff;
  /** How long the events before a comparison are waited for. */
  readonly settleMs: number;
}

/** As long as client-go's watches, which every API server knows. */
export const defaultTiming: WatchTiming = {
  lifeMs: [300_000, 600_000],
  marginMs: 30_000,
  steadyMs: 1_000,
  backoff: { baseMs: 500, maxMs: 15_000 },
  settleMs: 2_000,
};
