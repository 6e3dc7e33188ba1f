import * as parse from "../config/parsers.ts";
import { services, serving } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";
import { wholeSeconds } from "./whole-seconds.ts";

const whole = (min: number, max: number) => ({
  parse: parse.wholeNumber(min, max),
  remedy: `Give a whole number from ${min} to ${max}.`,
});

/** What clients may take of a process. */
export const boundVariables = {
  maxConcurrentScrapes: {
    name: "MAX_CONCURRENT_SCRAPES",
    services,
    default: "40",
    ...whole(1, 10_000),
    description: "Scrapes of one `/metrics` that are answered at the same time; further ones get 503.",
  },
  bookkeepingPerMinute: {
    name: "BOOKKEEPING_REQUESTS_PER_MINUTE",
    services: serving,
    default: "600",
    ...whole(1, 1_000_000),
    description: "Requests for `/bookkeeping` that are answered in a minute; further ones get 429.",
  },
  maxConnections: {
    name: "MAX_CONNECTIONS",
    services,
    default: "1000",
    ...whole(1, 100_000),
    description: "Connections to one address at the same time; further ones are closed at once.",
  },
  maxHeaderBytes: {
    name: "MAX_HEADER_BYTES",
    services,
    default: "32768",
    ...whole(1024, 1_048_576),
    description: "Largest head of a request, its URL included; larger ones get 431.",
  },
  maxUrlBytes: {
    name: "MAX_URL_BYTES",
    services,
    default: "8192",
    ...whole(64, 1_048_576),
    description: "Longest path and query of a request; longer ones get 414.",
  },
  responseTimeoutMs: {
    name: "RESPONSE_TIMEOUT_SECONDS",
    services,
    default: "120",
    ...wholeSeconds(3600),
    description: "Time that a client has to take a whole answer; a slower one is cut off.",
  },
} as const satisfies Variables;
