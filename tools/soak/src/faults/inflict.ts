import type { Random } from "@xp-tracker/testing";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "./fault.ts";

/** Faults that are there at the same time. */
const LANES = 2;
const REST_MS = [200, 2_000] as const;

/**
 * Breaks one thing after the other, two at a time, until the signal aborts; resolves once all of it is mended.
 * @throws what a fault throws, with everything mended all the same
 */
export async function inflict(
  faults: readonly Fault[],
  random: Random,
  onFault: (fault: Fault) => void,
  signal: AbortSignal,
): Promise<void> {
  const broken = new Set<string>();
  const wait = (ms: number): Promise<unknown> => sleep(ms, undefined, { signal }).catch(() => undefined);
  const lane = async (dice: Random): Promise<void> => {
    while (!signal.aborted) {
      const fault = dice.pick(faults.filter(({ target }) => !broken.has(target)));
      broken.add(fault.target);
      onFault(fault);
      const undo = await fault.apply(dice);
      await wait(dice.between(...fault.holdMs));
      await undo();
      broken.delete(fault.target);
      await wait(dice.between(...REST_MS));
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: LANES }, () => lane(random.fork())));
  for (const end of ended) if (end.status === "rejected") throw end.reason;
}
