import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { shippedEnvironment, shippedFlags } from "./shipped.ts";

export type App = "poller" | "exporter" | "standalone";

/** What Node is started with. */
export interface AppProgram {
  /** Flags, then the program. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
let built: Promise<unknown> | undefined;

export const programFromSource = (app: App): AppProgram => ({
  words: [join(ROOT, "apps", app, "src", "main.ts")],
  environment: {},
});

/**
 * An application as it is shipped: bundled, and as its image starts it. Run from its sources it takes some 40 MB
 * more, for stripping their types.
 */
export async function shippedProgram(app: App): Promise<AppProgram> {
  built ??= promisify(execFile)(process.execPath, ["tools/checks/src/build.ts"], { cwd: ROOT });
  await built;
  const words = [...shippedFlags(), join(ROOT, "apps", app, "dist", "main.mjs")];
  return { words, environment: shippedEnvironment() };
}
