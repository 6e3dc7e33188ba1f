import { redisSkipReason } from "@xp-tracker/testing";
import type { Row } from "./matrix/row.ts";
import { listedApiServer, watchedApiServer } from "./rows/api-server.ts";
import { clock } from "./rows/clock.ts";
import { disk } from "./rows/disk.ts";
import { dns } from "./rows/dns.ts";
import { redis } from "./rows/redis.ts";
import { s3 } from "./rows/s3.ts";
import { volumeSkipReason } from "./services/volume.ts";

export const rows: readonly Row[] = [watchedApiServer, listedApiServer, s3, redis, dns, disk, clock];

const needs = new Map<Row, () => string | undefined>([
  [redis, redisSkipReason],
  [dns, redisSkipReason],
  [disk, volumeSkipReason],
]);

/** What this machine lacks to run a row; undefined when it lacks nothing. */
export const missingFor = (row: Row): string | undefined => needs.get(row)?.();
