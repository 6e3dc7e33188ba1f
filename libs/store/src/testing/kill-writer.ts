import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Destination } from "./persist-for-ever.ts";

/** Starts a writer, kills it (SIGKILL) some milliseconds after it has persisted its first snapshot. */
export async function killWriter(destination: Destination, afterMs: number): Promise<void> {
  const program = fileURLToPath(import.meta.resolve("./persist-for-ever.ts"));
  const writer = spawn(process.execPath, [program, JSON.stringify(destination)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(writer, "exit");
  await Promise.race([once(writer.stdout, "data"), exited]);
  if (writer.exitCode !== null) throw new Error("the writer ended by itself");
  writer.stdout.resume();
  await setTimeout(afterMs);
  writer.kill("SIGKILL");
  await exited;
}
