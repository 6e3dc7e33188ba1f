import type { Config } from "@xp-tracker/runtime";
import type { ThreadSettings } from "./messages.ts";

/** What of the configuration the render thread needs. A thread has no terminal: its log looks like that of the process. */
export function threadSettings(config: Config): ThreadSettings {
  const { store, clusterName, snapshotMaxBytes, snapshotMaxRows, metricsFamilies, logLevel, logFormat } = config;
  const terminalFormat = process.stdout.isTTY ? "pretty" : "json";
  return {
    store,
    clusterName,
    snapshotMaxBytes,
    snapshotMaxRows,
    metricsFamilies,
    logLevel,
    logFormat: logFormat === "auto" ? terminalFormat : logFormat,
  };
}
