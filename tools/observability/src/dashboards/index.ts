import type { Dashboard } from "./dashboard.ts";
import { grafanaJson } from "./grafana-json.ts";
import type { Json } from "./panel-json.ts";
import { health } from "./health.ts";
import { overview } from "./overview.ts";
import { self } from "./self.ts";

const dashboards: readonly Dashboard[] = [overview, health, self];

/** The files of `deploy/grafana/dashboards`, by name. */
export const dashboardFiles: ReadonlyMap<string, Json> = new Map(
  dashboards.map((dashboard) => [`${dashboard.uid}.json`, grafanaJson(dashboard)]),
);
