import { setTimeout as sleep } from "node:timers/promises";
import { KubeApiError, type FailureClass } from "./api-error.ts";

export interface RetryOptions {
  /** Tries in all. */
  readonly attempts: number;
  /** Backoff before the second try, doubled before each further one, in milliseconds. */
  readonly baseMs: number;
  /** Longest wait, in milliseconds. A server that asks for more gets no further try: the next cycle is one. */
  readonly maxWaitMs: number;
}

export const defaultRetry: RetryOptions = { attempts: 3, baseMs: 250, maxWaitMs: 10_000 };

/** A timeout is not among them: it used up the request's time. */
const RETRIABLE: ReadonlySet<FailureClass> = new Set(["throttled", "server_error", "network"]);

/** Repeats `task` after failures that may pass, with full jitter on top of what the server asks for. */
export async function retried<T>(task: () => Promise<T>, options: RetryOptions, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task();
    } catch (error) {
      const waitMs = attempt < options.attempts ? waitBefore(error, attempt, options) : undefined;
      if (waitMs === undefined) throw error;
      await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

/** Milliseconds before the next try; undefined when there shall be none. */
function waitBefore(error: unknown, attempt: number, { baseMs, maxWaitMs }: RetryOptions): number | undefined {
  if (!(error instanceof KubeApiError)) return undefined;
  if (!RETRIABLE.has(error.errorClass) && error.httpStatus !== 504) return undefined;
  const askedMs = error.retryAfterMs ?? 0;
  if (askedMs > maxWaitMs) return undefined;
  return Math.min(maxWaitMs, askedMs + Math.random() * baseMs * 2 ** (attempt - 1));
}
