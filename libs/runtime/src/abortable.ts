/**
 * `promise`, or the signal's reason as soon as it aborts: for work that notices an abort late (undici, once a queued
 * request has a connection) or never (exec plugins, the AWS SDK while it waits for credentials). What the work gives afterwards is dropped.
 */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: result, resolve, reject } = Promise.withResolvers<T>();
  const abort = () => reject(signal.reason as Error);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  return result;
}
