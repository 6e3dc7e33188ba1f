/** The answer, or the reason of `signal` where that aborts first: for what cannot be told to give up. */
export async function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(signal.reason);
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([answer, aborted]);
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
