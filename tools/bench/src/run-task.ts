import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { endsWithUs } from "@xp-tracker/testing";
import type { TaskInput, TaskName, TaskResult } from "./tasks.ts";

export interface RunningTask<R> {
  readonly pid: number;
  readonly result: R;
  stop(): Promise<void>;
}

const CHILD = fileURLToPath(new URL("./child.ts", import.meta.url));

/** Runs a task in a process of its own, which stays until it is stopped. @throws Error when it ends without a result */
export async function startTask<N extends TaskName>(
  name: N,
  input: TaskInput<N>,
  nodeFlags: readonly string[] = [],
): Promise<RunningTask<TaskResult<N>>> {
  const child = spawn(process.execPath, [...nodeFlags, CHILD, name, JSON.stringify(input)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  endsWithUs(child);
  const ended = once(child, "close");
  let complaints = "";
  child.stderr.on("data", (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4_000);
  });
  const line = await Promise.race([
    once(createInterface(child.stdout), "line").then(([text]) => text as string),
    ended.then(() => undefined),
  ]);
  if (line === undefined) throw new Error(`${name} ended without a result:\n${complaints}`);
  return {
    pid: child.pid ?? 0,
    result: JSON.parse(line) as TaskResult<N>,
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Runs a task to its result. */
export async function runTask<N extends TaskName>(
  name: N,
  input: TaskInput<N>,
  nodeFlags: readonly string[] = [],
): Promise<TaskResult<N>> {
  const running = await startTask(name, input, nodeFlags);
  await running.stop();
  return running.result;
}
