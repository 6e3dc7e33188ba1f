import type { Config, Log } from "@xp-tracker/runtime";
import { redisAnnouncer } from "./announcer.ts";
import type { Announcer } from "./announcer.ts";

/** The announcer of a configuration; undefined without a Redis: exporters then look by their timer alone. */
export const openAnnouncer = (config: Config, log: Log): Announcer | undefined =>
  config.redisUrl === undefined
    ? undefined
    : redisAnnouncer({
        url: config.redisUrl,
        channel: config.redisChannel,
        timeoutMs: config.redisTimeoutMs,
        caFile: config.redisCaFile,
        passwordFile: config.redisPasswordFile,
        log,
      });
