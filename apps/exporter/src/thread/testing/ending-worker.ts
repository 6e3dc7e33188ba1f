import { existsSync, writeFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { Order, Report, ThreadSettings } from "../messages.ts";

// A render thread that ends at its first look and finds nothing at every later one.
const { store } = workerData as ThreadSettings;
const mark = `${store.backend === "file" ? store.dir : ""}/ended`;
const report = (message: Report): void => parentPort?.postMessage(message, []);

parentPort?.on("message", (order: Order) => {
  if (order === "end") return parentPort?.close();
  if (existsSync(mark)) return report({ kind: "looked", found: { kind: "absent", restoreMs: 1 } });
  writeFileSync(mark, "");
  throw new Error("out of luck");
});
report({ kind: "started", location: mark });
