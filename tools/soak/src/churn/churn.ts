import { setTimeout as sleep } from "node:timers/promises";
import type { KubeSim, Random } from "@xp-tracker/testing";
import { actions } from "./actions.ts";
import type { Target } from "./targets.ts";
import { turnType } from "./type-of-its-own.ts";

const EVERY_MS = 250;

/**
 * Changes the cluster until the signal aborts, and resolves with the number of changes once the last one is done. What
 * the control plane refuses or does not answer, because it suffers itself, is simply not done.
 */
export async function churn(
  { api, control }: KubeSim,
  targets: readonly Target[],
  random: Random,
  signal: AbortSignal,
): Promise<number> {
  const deeds: readonly (() => Promise<unknown>)[] = [
    () => control.step(1 + random.below(20)),
    () => control.step(1 + random.below(5)),
    () => control.churn(1 + random.below(30)),
    ...Object.values(actions).map((act) => () => act({ api, random, targets })),
    () => (random.chance(0.3) ? turnType(api, random) : Promise.resolve()),
  ];
  let changes = 0;
  while (!signal.aborted) {
    const done = await random
      .pick(deeds)()
      .then(
        () => true,
        () => false,
      );
    changes += done ? 1 : 0;
    await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  return changes;
}
