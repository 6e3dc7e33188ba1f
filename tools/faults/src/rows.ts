import type { Row } from "./matrix/row.ts";
import { listedApiServer, watchedApiServer } from "./rows/api-server.ts";
import { clock } from "./rows/clock.ts";
import { disk } from "./rows/disk.ts";
import { dns } from "./rows/dns.ts";
import { redis } from "./rows/redis.ts";
import { s3 } from "./rows/s3.ts";

/** The longest first, so that none of them is left to run alone. */
export const rows: readonly Row[] = [watchedApiServer, listedApiServer, s3, redis, dns, disk, clock];
