export interface LoopOptions {
  /** From the start of one run to the start of the next. A run that takes longer is followed at once. */
  readonly intervalMs: number;
  /** Each interval is longer by a random part of up to this fraction, so that replicas spread; 0 by default. */
  readonly jitter?: number;
  readonly random?: () => number;
  /** The loop goes on after an error; nothing is reported once the signal is aborted. */
  readonly onError: (thrown: unknown) => void;
}

export interface Loop {
  /** Runs the task as soon as possible. Any number of calls during one run cause one further run. */
  wake(): void;
  /** Resolves when the signal is aborted and the run under way has ended. Never rejects. */
  readonly done: Promise<void>;
}

type Task = (signal: AbortSignal) => Promise<void>;

/** Runs the task now and then again and again, never two at a time, until the signal is aborted. */
export function startLoop(task: Task, options: LoopOptions, signal: AbortSignal): Loop {
  const { intervalMs, jitter = 0, random = Math.random, onError } = options;
  let woken = false;
  let interrupt = (): void => undefined;

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (woken || signal.aborted) return resolve();
      const timer = setTimeout(() => interrupt(), ms);
      interrupt = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", interrupt);
        resolve();
      };
      signal.addEventListener("abort", interrupt);
    });

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      woken = false;
      const startedAt = performance.now();
      try {
        await task(signal);
      } catch (thrown) {
        if (!signal.aborted) onError(thrown);
      }
      const wait = intervalMs * (1 + jitter * random());
      await rest(Math.max(0, wait - (performance.now() - startedAt)));
    }
  };

  const wake = (): void => {
    woken = true;
    interrupt();
  };
  return { wake, done: run() };
}

/** {@link startLoop} for tasks that nothing wakes. Resolves when the signal is aborted. */
export const runLoop = (task: Task, options: LoopOptions & { readonly signal: AbortSignal }): Promise<void> =>
  startLoop(task, options, options.signal).done;
