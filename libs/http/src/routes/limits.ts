import { textReply } from "./route.ts";
import type { Limit } from "./route.ts";

/** At most `max` requests at the same time; further ones are told to come again. */
export function concurrencyLimit(max: number, variable: string): Limit {
  let inside = 0;
  const reason = `${max} requests for this are being answered already (${variable}), ask again\n`;
  const refusal = textReply(503, reason, { "retry-after": "1" });
  return () => {
    if (inside >= max) return { refusal };
    inside += 1;
    return {
      leave: () => {
        inside -= 1;
      },
    };
  };
}

/**
 * At most `perMinute` requests in a minute; a client that was silent may ask for all of them at once.
 * @param now milliseconds
 */
export function rateLimit(perMinute: number, variable: string, now: () => number = () => performance.now()): Limit {
  const perMs = perMinute / 60_000;
  let left = perMinute;
  let filledAt = now();
  return () => {
    left = Math.min(perMinute, left + (now() - filledAt) * perMs);
    filledAt = now();
    if (left < 1) {
      const waitSeconds = Math.ceil((1 - left) / perMs / 1000);
      const reason = `more than ${perMinute} requests for this in a minute (${variable})\n`;
      return { refusal: textReply(429, reason, { "retry-after": String(waitSeconds) }) };
    }
    left -= 1;
    return { leave: () => undefined };
  };
}
