import type { Config } from "@xp-tracker/runtime";

/** What clients may take of one server. */
export type ServerBounds = Pick<Config, "maxConnections" | "maxHeaderBytes" | "maxUrlBytes" | "responseTimeoutMs">;

/** How often routes may be asked. */
export type RouteBounds = Pick<Config, "maxConcurrentScrapes" | "bookkeepingPerMinute">;

/** Far above what scrapers and probes need. The services have their own, by the same names. */
export const usualBounds: ServerBounds & RouteBounds = {
  maxConnections: 1_000,
  maxHeaderBytes: 32_768,
  maxUrlBytes: 8_192,
  responseTimeoutMs: 120_000,
  maxConcurrentScrapes: 40,
  bookkeepingPerMinute: 600,
};
