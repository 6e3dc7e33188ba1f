import type { Log, LogFields } from "@xp-tracker/runtime";

/** A warning that clients can cause as often as they like: logged once a minute at most, with how often it came. */
export function sparseWarning(
  log: Log,
  message: string,
  everyMs = 60_000,
  now: () => number = () => performance.now(),
): (fields: LogFields) => void {
  let count = 0;
  let loggedAt = Number.NEGATIVE_INFINITY;
  return (fields) => {
    count += 1;
    if (now() - loggedAt < everyMs) return;
    log.warn(message, { count, ...fields });
    [count, loggedAt] = [0, now()];
  };
}
