import type { Row } from "./matrix/row.ts";
import { listedApiServer, watchedApiServer } from "./rows/api-server.ts";

export const rows: readonly Row[] = [watchedApiServer, listedApiServer];
