import { existsSync } from "node:fs";
import { join } from "node:path";

const shared = process.env["XP_SHARED_DIR"] ?? "";

/** Folders of recordings and real input, which are not part of this repository. */
export const goldenFolder = join(shared, "golden/xp-tracker-0.3.0");
export const crossplaneFolder = join(shared, "fixtures/crossplane");

/** Why tests that need one of the folders cannot run; undefined when they can. */
export const folderSkipReason = (folder: string): string | undefined =>
  shared !== "" && existsSync(folder) ? undefined : "XP_SHARED_DIR names no folder with it";

/** For the title of a test: what is missing. */
export const because = (...reasons: readonly (string | undefined)[]): string => {
  const given = reasons.filter((reason) => reason !== undefined);
  return given.length === 0 ? "" : ` (skipped: ${given.join(", ")})`;
};
