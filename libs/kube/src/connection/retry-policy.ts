import type { RetryOptions } from "@xp-tracker/runtime";
import { KubeApiError, type FailureClass } from "../api-error.ts";

export interface RetryPolicy {
  /** Tries in all. */
  readonly attempts: number;
  /** Upper bound of the first delay in milliseconds, doubled for each further one. */
  readonly baseMs: number;
  /** Longest delay in milliseconds. A server that asks for more gets no further try: the next cycle is one. */
  readonly maxMs: number;
}

const defaultPolicy: RetryPolicy = { attempts: 3, baseMs: 250, maxMs: 10_000 };

/** Our own timeouts are not among them: those used up the request's time. */
const PASSING: ReadonlySet<FailureClass> = new Set(["throttled", "server_error", "network"]);

/** Repeats what may pass, and waits as long as the server asks, with jitter on top. */
export const retryOptions = (policy: RetryPolicy = defaultPolicy): RetryOptions => ({
  ...policy,
  retryable: (thrown) => {
    if (!(thrown instanceof KubeApiError)) return false;
    const { errorClass, httpStatus, retryAfterMs } = thrown;
    if (!PASSING.has(errorClass) && httpStatus !== 504) return false;
    if (retryAfterMs === undefined) return true;
    return retryAfterMs <= policy.maxMs && retryAfterMs + Math.random() * policy.baseMs;
  },
});
