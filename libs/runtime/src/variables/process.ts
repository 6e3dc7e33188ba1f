import { logFormats, logLevels } from "../log/log-settings.ts";
import * as parse from "../config/parsers.ts";
import { services } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";
import { wholeSeconds } from "./whole-seconds.ts";

/** Of every process. */
export const processVariables = {
  logLevel: {
    name: "LOG_LEVEL",
    services,
    default: "info",
    parse: parse.oneOf(...logLevels),
    description: "Least severe level that is logged: `debug`, `info`, `warn` or `error`.",
    remedy: "Set it to debug, info, warn or error.",
  },
  logFormat: {
    name: "LOG_FORMAT",
    services,
    default: "auto",
    parse: parse.oneOf(...logFormats),
    description: "`json`, `pretty`, or `auto`: pretty on a terminal and JSON elsewhere.",
    remedy: "Set it to auto, json or pretty.",
  },
  shutdownGraceMs: {
    name: "SHUTDOWN_GRACE_SECONDS",
    services,
    default: "10",
    ...wholeSeconds(600),
    description: "Time that a stopping process has to finish what is under way.",
  },
} as const satisfies Variables;
