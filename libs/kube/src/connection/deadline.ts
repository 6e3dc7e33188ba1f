/** Carried by a signal that a deadline aborted, to tell it from the caller's abort. */
export class DeadlineExceeded extends Error {
  constructor(ms: number) {
    super(`no complete answer within ${ms} ms`);
    this.name = "DeadlineExceeded";
  }
}

/**
 * Runs `task` with a signal that aborts with `signal`, or with a {@link DeadlineExceeded} after `ms` milliseconds. Leaves
 * neither timer nor listener behind: a poll cycle makes thousands of requests under one signal.
 */
export async function withinDeadline<T>(
  ms: number,
  task: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const forward = () => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(new DeadlineExceeded(ms)), ms);
  signal.addEventListener("abort", forward, { once: true });
  try {
    return await task(controller.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", forward);
  }
}
