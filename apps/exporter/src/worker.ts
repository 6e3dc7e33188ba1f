import { parentPort, workerData } from "node:worker_threads";
import { familiesOf } from "@xp-tracker/metrics";
import { createLog } from "@xp-tracker/runtime";
import { openPersistentStore } from "@xp-tracker/store";
import { lookAndRender } from "./look-and-render.ts";
import type { ThreadSettings } from "./messages.ts";
import { obey } from "./obey.ts";

// The render thread: it reads snapshots and makes pages of them; the main thread serves their bytes.
const settings = workerData as ThreadSettings;
const log = createLog({ service: "exporter", level: settings.logLevel, format: settings.logFormat });
const store = openPersistentStore(settings, log);
const look = lookAndRender(store, familiesOf(["source", ...settings.metricsFamilies]));
if (parentPort !== null) obey(parentPort, store.location, look);
