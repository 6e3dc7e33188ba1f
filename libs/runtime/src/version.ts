import { readFileSync } from "node:fs";

// The bundler puts these in; sources that run directly read their package.json instead.
declare const XP_TRACKER_VERSION: string | undefined;
declare const XP_TRACKER_GIT_SHA: string | undefined;

/** Which program this is. */
export interface Build {
  /** Semantic version. */
  readonly version: string;
  /** The commit; `""` where the build did not know it, or where nothing was built. */
  readonly revision: string;
}

export const readBuild = (): Build => ({
  version: typeof XP_TRACKER_VERSION === "string" ? XP_TRACKER_VERSION : packageVersion(),
  revision: typeof XP_TRACKER_GIT_SHA === "string" ? XP_TRACKER_GIT_SHA : "",
});

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const isManifest = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return isManifest ? String(manifest.version) : "unknown";
}
