import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { App } from "./app-process.ts";
import { shippedFlags } from "./shipped-flags.ts";

/** What Node is started with: its flags, then the program. */
export type AppProgram = readonly string[];

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
let built: Promise<unknown> | undefined;

export const programFromSource = (app: App): AppProgram => [join(ROOT, "apps", app, "src", "main.ts")];

/**
 * An application as it is shipped: bundled, and with the flags of its image. Run from its sources it takes some 40 MB
 * more, for stripping their types.
 */
export async function shippedProgram(app: App): Promise<AppProgram> {
  built ??= promisify(execFile)(process.execPath, ["tools/checks/src/build.ts"], { cwd: ROOT });
  await built;
  return [...shippedFlags(), join(ROOT, "apps", app, "dist", "main.mjs")];
}
