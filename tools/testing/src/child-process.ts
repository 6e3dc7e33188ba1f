import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, closeSync, readFileSync } from "node:fs";
import { endsWithUs } from "./ends-with-us.ts";

/** A server under test, with its output in a file. */
export interface Child {
  /** 0 when it could not be started. */
  readonly pid: number;
  readonly exited: boolean;
  /** What it printed last, for error messages. */
  readonly lastWords: () => string;
  /** SIGTERM, after the grace SIGKILL; resolves when the process is gone. */
  readonly stop: (graceMs: number) => Promise<void>;
}

/** Starts `command`, which must not outlive the tests, however they end. */
export function startChild(command: string, args: readonly string[], logFile: string): Child {
  const log = openSync(logFile, "a");
  const child = spawn(command, args, { stdio: ["ignore", log, log] });
  closeSync(log);
  const gone = once(child, "exit").catch(() => undefined);
  endsWithUs(child);
  return {
    pid: child.pid ?? 0,
    get exited() {
      return child.exitCode !== null || child.signalCode !== null;
    },
    lastWords: () => readFileSync(logFile, "utf8").slice(-4_000),
    stop: async (graceMs) => {
      const kill = setTimeout(() => child.kill("SIGKILL"), graceMs);
      child.kill("SIGTERM");
      await gone;
      clearTimeout(kill);
    },
  };
}

/** Asks `ready` until it says yes. @throws when the child ends before, or after `deadlineMs` */
export async function untilReady(
  child: Child,
  name: string,
  ready: () => Promise<boolean>,
  deadlineMs: number,
): Promise<void> {
  const end = Date.now() + deadlineMs;
  while (!(await ready().catch(() => false))) {
    if (child.exited || Date.now() > end) throw new Error(`${name} did not get ready:\n${child.lastWords()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
