import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { App, AppEnvironment } from "@xp-tracker/testing";
import { shippedFlags } from "./shipped-flags.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
let built: Promise<unknown> | undefined;

/** Runs an application as it is shipped: running the sources costs Node some 40 MB for stripping their types. */
export async function spawnBundled(app: App, environment: AppEnvironment, onLine: (line: string) => void) {
  built ??= promisify(execFile)(process.execPath, ["tools/checks/src/build.ts"], { cwd: ROOT });
  await built;
  const child = spawn(process.execPath, [...shippedFlags(), `${ROOT}apps/${app}/dist/main.mjs`], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", onLine);
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const exited = once(child, "close").then(() => void process.off("exit", kill));
  const stop = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
  };
  return { pid: child.pid ?? 0, exited, stop };
}
