import type { Row } from "./matrix/row.ts";
import { listedApiServer, watchedApiServer } from "./rows/api-server.ts";
import { s3 } from "./rows/s3.ts";

export const rows: readonly Row[] = [watchedApiServer, listedApiServer, s3];
