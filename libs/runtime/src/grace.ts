/**
 * A signal that aborts `ms` after `signal` does: what is under way when a process is told to stop may end within that
 * time. The timer keeps no process alive.
 */
export function graceSignal(signal: AbortSignal, ms: number): AbortSignal {
  const grace = new AbortController();
  const begin = (): void => {
    setTimeout(() => grace.abort(signal.reason), ms).unref();
  };
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  return grace.signal;
}
