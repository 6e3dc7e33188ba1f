import { readFileSync } from "node:fs";

// The bundler puts these in; sources that run directly read their package.json instead.
declare const XP_TRACKER_VERSION: string | undefined;
declare const XP_TRACKER_GIT_SHA: string | undefined;

/** `1.2.3`, or `1.2.3+0123abc` where the build knew its commit. */
export function readVersion(): string {
  if (typeof XP_TRACKER_VERSION !== "string") return packageVersion();
  const sha = typeof XP_TRACKER_GIT_SHA === "string" ? XP_TRACKER_GIT_SHA : "";
  return sha === "" ? XP_TRACKER_VERSION : `${XP_TRACKER_VERSION}+${sha}`;
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "unknown";
}
