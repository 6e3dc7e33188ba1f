import { parentPort, workerData } from "node:worker_threads";
import { familiesOf } from "@xp-tracker/metrics";
import { createLog, giveWay } from "@xp-tracker/runtime";
import { openSnapshotReader } from "@xp-tracker/store";
import { lookAndRender, makersOf } from "./thread/look-and-render.ts";
import type { ThreadSettings } from "./thread/messages.ts";
import { obey } from "./thread/obey.ts";
import { pageMaker } from "./render/page-maker.ts";

// The render thread: it reads snapshots and makes pages of them; the main thread serves their bytes.
// Scrapes and health checks come first where processors are scarce.
giveWay(5);
const settings = workerData as ThreadSettings;
const log = createLog({ service: "exporter", level: settings.logLevel, format: settings.logFormat });
const maker = pageMaker(familiesOf(["source", ...settings.metricsFamilies]));
const reader = openSnapshotReader(settings, log, makersOf(maker));
if (parentPort !== null) obey(parentPort, reader.location, lookAndRender(reader, maker));
