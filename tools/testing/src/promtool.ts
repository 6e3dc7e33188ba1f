import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Why promtool cannot be run here; undefined when it can. */
export function promtoolSkipReason(): string | undefined {
  const probe = spawnSync("promtool", ["--version"], { stdio: "ignore" });
  return probe.status === 0 ? undefined : "promtool is not on PATH";
}

/** What `promtool check metrics` complains of in an exposition of text format 0.0.4: one text for each complaint. */
export async function checkMetrics(page: string | Buffer): Promise<readonly string[]> {
  const child = spawn("promtool", ["check", "metrics"], { stdio: ["pipe", "pipe", "pipe"] });
  const exited = once(child, "exit");
  // It stops reading at the first syntax error.
  child.stdin.on("error", () => undefined);
  child.stdin.end(page);
  const [complaints, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await exited) as [number | null];
  const lines = `${complaints}${errors}`.split("\n").filter((line) => line !== "");
  return status === 0 || lines.length > 0 ? lines : [`promtool ended with status ${status}`];
}
