import { existsSync } from "node:fs";
import { join } from "node:path";

/** A path in the folder of recordings and real input, which is not part of this repository. */
export const sharedPath = (path: string): string => join(process.env["XP_SHARED_DIR"] ?? "", path);

/**
 * Why tests that need `path` of the shared folder cannot run; undefined when they can.
 * @throws where the folder is named and has no such path: a mistake in a name must not look like a folder that is not here
 */
export function sharedSkipReason(path: string): string | undefined {
  if ((process.env["XP_SHARED_DIR"] ?? "") === "") return "XP_SHARED_DIR is not set";
  if (!existsSync(sharedPath(path))) throw new Error(`XP_SHARED_DIR is set, but there is no ${sharedPath(path)}`);
  return undefined;
}
