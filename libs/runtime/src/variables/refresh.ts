import * as parse from "../parsers.ts";
import { showUrl } from "../redact.ts";
import { services } from "../variable.ts";
import type { Variables } from "../variable.ts";
import { wholeSeconds } from "./whole-seconds.ts";

/** How exporters hear of a new snapshot. */
export const refreshVariables = {
  redisUrl: {
    name: "REDIS_URL",
    services,
    default: "",
    parse: parse.optional(parse.urlWith("redis:", "rediss:"), undefined),
    description: "Redis that carries refresh messages; without it exporters look every `REFRESH_INTERVAL_SECONDS`.",
    remedy: "Give redis://[user:password@]host[:port], or rediss:// for TLS.",
    show: showUrl,
  },
  redisChannel: {
    name: "REDIS_CHANNEL",
    services,
    default: "xp-tracker:refresh",
    parse: parse.text,
    description: "Pub/sub channel of the refresh messages.",
    remedy: "Give one channel name, the same to poller and exporters.",
  },
  redisTimeoutMs: {
    name: "REDIS_TIMEOUT_SECONDS",
    services,
    default: "5",
    ...wholeSeconds(600),
    description: "Deadline of connecting to Redis and of one command.",
  },
  refreshIntervalMs: {
    name: "REFRESH_INTERVAL_SECONDS",
    services: ["exporter"],
    default: "30",
    ...wholeSeconds(86_400),
    description: "How often an exporter looks for a newer snapshot, whether or not messages arrive.",
  },
} as const satisfies Variables;
