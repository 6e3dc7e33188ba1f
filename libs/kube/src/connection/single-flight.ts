/**
 * Shares one run of `task`, which must end, among the calls that come while it runs. `forget` makes the next call start
 * another at once.
 */
export function singleFlight<T>(task: () => Promise<T>) {
  let flight: Promise<T> | undefined;

  const landed = async (result: Promise<T>): Promise<T> => {
    try {
      return await result;
    } finally {
      if (flight === result) flight = undefined;
    }
  };
  return { run: (): Promise<T> => landed((flight ??= task())), forget: (): void => void (flight = undefined) };
}
