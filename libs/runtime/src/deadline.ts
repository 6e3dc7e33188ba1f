import { AppError } from "./errors/app-error.ts";

/**
 * A signal that aborts when `signal` does, or after `ms` with AppError DEADLINE_EXCEEDED as its reason.
 * The timer keeps no process alive.
 */
export function withDeadline(signal: AbortSignal, ms: number, what = "the call"): AbortSignal {
  const deadline = new AbortController();
  setTimeout(() => deadline.abort(exceeded(what, ms)), ms).unref();
  return AbortSignal.any([signal, deadline.signal]);
}

const exceeded = (what: string, ms: number): AppError =>
  new AppError("DEADLINE_EXCEEDED", `${what} took longer than ${ms / 1000} s`, {
    remedy: "Look at the network and the load of the other side, or raise the timeout.",
  });
