import { abortable } from "@xp-tracker/runtime";

/** Runs at most `limit` tasks at the same time; the others wait in the order in which they came. */
export function limiter(limit: number): <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T> {
  let free = limit;
  const waiting: (() => void)[] = [];

  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };

  const enter = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (free > 0) return void (free -= 1);
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    try {
      await abortable(promise, signal);
    } catch (error) {
      const place = waiting.indexOf(resolve);
      // Its turn may have come in the moment of the abort.
      if (place === -1) leave();
      else waiting.splice(place, 1);
      throw error;
    }
  };

  return async (task, signal) => {
    await enter(signal);
    try {
      return await task();
    } finally {
      leave();
    }
  };
}
