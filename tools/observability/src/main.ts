import { mkdirSync, writeFileSync } from "node:fs";
import { dashboardFiles } from "./dashboards/index.ts";
import { DASHBOARDS } from "./places.ts";

mkdirSync(DASHBOARDS, { recursive: true });
for (const [name, json] of dashboardFiles)
  writeFileSync(`${DASHBOARDS}/${name}`, `${JSON.stringify(json, undefined, 2)}\n`);
console.log(`dashboards: ${dashboardFiles.size} written to ${DASHBOARDS}`);
