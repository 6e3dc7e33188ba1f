/**
 * Shares one run of `task` among the calls that come while it runs. One that runs longer than `patienceMs` is not waited
 * for by later calls: they start another. `forget` makes the next call start another at once.
 */
export function singleFlight<T>(task: () => Promise<T>, patienceMs: number) {
  let flight: { readonly result: Promise<T>; readonly sinceMs: number } | undefined;

  const landed = async (result: Promise<T>): Promise<T> => {
    try {
      return await result;
    } finally {
      if (flight?.result === result) flight = undefined;
    }
  };

  const run = (): Promise<T> => {
    if (flight === undefined || Date.now() - flight.sinceMs > patienceMs) {
      flight = { result: task(), sinceMs: Date.now() };
    }
    return landed(flight.result);
  };

  return { run, forget: (): void => void (flight = undefined) };
}
