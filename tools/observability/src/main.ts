import { mkdirSync, writeFileSync } from "node:fs";
import { dashboardFiles } from "./dashboards/index.ts";
import { DASHBOARDS } from "./places.ts";

mkdirSync(DASHBOARDS, { recursive: true });
for (const [name, text] of dashboardFiles) writeFileSync(`${DASHBOARDS}/${name}`, text);
console.log(`dashboards: ${dashboardFiles.size} written to ${DASHBOARDS}`);
