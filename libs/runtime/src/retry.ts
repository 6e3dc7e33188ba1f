import { setTimeout as sleepFor } from "node:timers/promises";

export interface Backoff {
  /** Upper bound of the first delay; each further one doubles. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** From 0 to below 1, as `Math.random`. */
  readonly random?: () => number;
}

export interface RetryOptions extends Backoff {
  /** Calls in all, at least 1. */
  readonly attempts: number;
  /** Whether another try may help. A number is the delay in milliseconds that the other side asked for. */
  readonly retryable: (thrown: unknown) => boolean | number;
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Full jitter: anything from 0 to the doubled bound, so that clients that failed together do not come back together. */
export const backoffMs = (failures: number, { baseMs, maxMs, random = Math.random }: Backoff): number =>
  random() * Math.min(maxMs, baseMs * 2 ** (failures - 1));

/**
 * Calls `attempt` until it succeeds, at most `attempts` times. A delay that was asked for is kept, up to `maxMs`.
 * @throws the last error, or the signal's reason
 */
export async function retry<T>(
  attempt: (signal: AbortSignal) => Promise<T>,
  options: RetryOptions,
  signal: AbortSignal,
): Promise<T> {
  const { attempts, retryable, maxMs, sleep = sleepUnlessAborted } = options;
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted();
    try {
      return await attempt(signal);
    } catch (thrown) {
      const again = failures < attempts && !signal.aborted && retryable(thrown);
      if (again === false) throw thrown;
      await sleep(again === true ? backoffMs(failures, options) : Math.min(again, maxMs), signal);
    }
  }
}

async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  await sleepFor(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}
