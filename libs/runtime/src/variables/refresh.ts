import * as parse from "../config/parsers.ts";
import { showUrl } from "../log/redact.ts";
import { services } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";
import { wholeSeconds } from "./whole-seconds.ts";

/** How exporters hear of a new snapshot. */
export const refreshVariables = {
  redisUrl: {
    name: "REDIS_URL",
    services,
    default: "",
    parse: parse.optional(parse.loginUrlWith("redis:", "rediss:"), undefined),
    description: "Redis that carries refresh messages; without it exporters look every `REFRESH_INTERVAL_SECONDS`.",
    remedy:
      "Give redis://host:port, or rediss:// for TLS, with user:password@ before the host where Redis asks for it; percent-encode special characters, % as %25.",
    show: showUrl,
  },
  redisPasswordFile: {
    name: "REDIS_PASSWORD_FILE",
    services,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description: "File of the password, in the place of one in `REDIS_URL`; read again for each connection.",
    remedy: "Name a readable file that holds the password.",
  },
  redisCaFile: {
    name: "REDIS_CA_FILE",
    services,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description:
      "PEM file of the authorities that Redis is trusted by over `rediss://`, in the place of the usual ones.",
    remedy: "Name a readable file with at least one certificate in PEM form.",
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
