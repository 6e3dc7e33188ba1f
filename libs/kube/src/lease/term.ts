import { AppError } from "@xp-tracker/runtime";

/** The time for which a process leads. */
export interface Term {
  /** Aborted when the Lease is lost, or could not be renewed in time. */
  readonly signal: AbortSignal;
  /**
   * Aborts {@link signal} if the time is up by the clock. A process that was stopped and goes on runs what was waiting
   * before the timer that tells it.
   */
  readonly check: () => void;
}

export interface RunningTerm extends Term {
  /** The Lease was held at `sinceMs` of the clock. */
  readonly extend: (sinceMs: number) => void;
  readonly lose: (reason: AppError) => void;
  /** Ends the timer; to be called at last. */
  readonly end: () => void;
}

/** A term that lasts until `deadlineMs` after the last {@link RunningTerm.extend}. */
export function startTerm(now: () => number, deadlineMs: number): RunningTerm {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let endsAt = now();

  const lose = (reason: AppError): void => {
    clearTimeout(timer);
    over.abort(reason);
  };
  const check = (): void => {
    if (now() >= endsAt) lose(notRenewed(deadlineMs));
  };
  /** Timers count whole milliseconds and may be a little early. */
  const wait = (): void => {
    // A process that stood still may learn of a renewal when its time is over.
    const restMs = Math.max(0, endsAt - now()) + 1;
    timer = setTimeout(() => (now() >= endsAt ? check() : wait()), restMs);
  };
  return {
    signal: over.signal,
    check,
    lose,
    extend: (sinceMs) => {
      if (over.signal.aborted) return;
      clearTimeout(timer);
      endsAt = sinceMs + deadlineMs;
      wait();
    },
    end: () => clearTimeout(timer),
  };
}

const notRenewed = (deadlineMs: number): AppError =>
  new AppError("LEASE_LOST", `the Lease could not be renewed for ${deadlineMs / 1000} s`, {
    remedy: "Look at the API server and the network; this process goes on as a follower.",
  });

export const takenBy = (holder: string): AppError =>
  new AppError("LEASE_LOST", `the Lease was taken by ${holder}`, {
    remedy: "Nothing: this process goes on as a follower, and takes over when that one ends.",
  });
