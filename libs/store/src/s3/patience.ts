import { abortable, AppError } from "@xp-tracker/runtime";

/** How long a server is waited for: what is done between the waits does not count. */
export interface Patience {
  /** Aborts with the caller's signal, or when the time is up. */
  readonly signal: AbortSignal;
  /** One at a time. @throws the reason of `signal`, also where what is waited for does not heed it */
  wait<T>(answer: Promise<T>): Promise<T>;
  /** So many bytes came. A large body has the time again for each MiB: who sends byte by byte does not earn it. */
  received(bytes: number): void;
}

const RENEWING_BYTES = 2 ** 20;

export function patience(signal: AbortSignal, ms: number, what: string): Patience {
  const end = new AbortController();
  const either = AbortSignal.any([signal, end.signal]);
  let leftMs = ms;
  let bytes = 0;
  return {
    signal: either,
    async wait(answer) {
      const startedAt = performance.now();
      const timer = setTimeout(() => end.abort(exceeded(what, ms)), leftMs);
      try {
        return await abortable(answer, either);
      } finally {
        clearTimeout(timer);
        leftMs -= performance.now() - startedAt;
      }
    },
    received(more) {
      bytes += more;
      if (bytes < RENEWING_BYTES) return;
      bytes = 0;
      leftMs = ms;
    },
  };
}

const exceeded = (what: string, ms: number): AppError =>
  new AppError("DEADLINE_EXCEEDED", `${what} took longer than ${ms / 1000} s`, {
    remedy: "Look at the network and the load of the server, or raise S3_TIMEOUT_SECONDS.",
  });
