import { setTimeout as sleep } from "node:timers/promises";
import { memoryOf } from "./process-stats.ts";

export interface Measured<T> {
  readonly value: T;
  /** Of this process, all its threads, user and system. */
  readonly cpuSeconds: number;
  /** The peak of the whole process so far. */
  readonly peakMb: number;
}

/** What it takes, without what collecting earlier garbage takes where Node was started with `--expose-gc`. */
export async function measured<T>(work: () => T | Promise<T>): Promise<Measured<T>> {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, cpuSeconds: (user + system) / 1e6, peakMb: memoryOf("self").peak };
}

/** Bytes that are in use once garbage is collected, on the heap and beside it. Needs `--expose-gc`. */
export async function bytesInUse(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    globalThis.gc?.();
    await sleep(20);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
