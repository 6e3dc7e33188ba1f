import { setTimeout as sleep } from "node:timers/promises";
import type { Check, Outcome, Stack } from "./stack.ts";

export interface Patience {
  /** How long a check may take to hold: a stack that was just changed settles. */
  readonly settleMs: number;
  readonly pauseMs: number;
}

/** Runs each check until it holds or the time is over. Resolves with how many did not hold. */
export async function runChecks(
  checks: readonly Check[],
  stack: Stack,
  { settleMs, pauseMs }: Patience,
  print: (line: string) => void,
): Promise<number> {
  let failures = 0;
  for (const { name, run } of checks) {
    const deadline = Date.now() + settleMs;
    let outcome = await attempt(run, stack);
    while (!outcome.ok && Date.now() < deadline) {
      await sleep(pauseMs);
      outcome = await attempt(run, stack);
    }
    if (!outcome.ok) failures += 1;
    print(`${outcome.ok ? "ok    " : "FAILED"} ${name}: ${outcome.finding}`);
  }
  return failures;
}

const attempt = (run: Check["run"], stack: Stack): Promise<Outcome> =>
  run(stack).catch((error: unknown) => ({
    ok: false,
    finding: error instanceof Error ? error.message : String(error),
  }));
