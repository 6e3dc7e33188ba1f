import { setImmediate } from "node:timers/promises";

const BUDGET_MS = 10;

/**
 * A function to await between steps of long work: it lets the event loop run whenever 10 ms of work have passed,
 * so that scrapes and health checks are answered meanwhile.
 */
export function breather(): () => Promise<void> | undefined {
  let since = performance.now();
  return () => (performance.now() - since < BUDGET_MS ? undefined : rest());

  async function rest(): Promise<void> {
    await setImmediate();
    since = performance.now();
  }
}
