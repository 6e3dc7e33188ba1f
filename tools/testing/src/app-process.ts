import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { programFromSource } from "./app-program.ts";
import type { App, AppProgram } from "./app-program.ts";
import { endsWithUs } from "./ends-with-us.ts";

export type AppEnvironment = Readonly<Record<string, string>>;

export interface AppExit {
  /** `null` when a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface AppProcess {
  readonly pid: number;
  /** Resolves once the process has ended, for whatever reason, and all it printed was read. */
  readonly exited: Promise<AppExit>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** SIGTERM, and SIGKILL where that does not help in time. */
  readonly stop: () => Promise<AppExit>;
}

export interface AppProcessOptions {
  /** From its source, if nothing is said. */
  readonly program?: AppProgram | undefined;
  readonly args?: readonly string[];
  /** The whole environment of the process, but for that of the program. */
  readonly environment: AppEnvironment;
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}

const KILL_AFTER_MS = 12_000;

/** Runs one application. It does not outlive this process. */
export function spawnApp(app: App, options: AppProcessOptions): AppProcess {
  const { program = programFromSource(app), args = [], environment, onLine } = options;
  const child = spawn(process.execPath, [...program.words, ...args], {
    env: { ...program.environment, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl-C reaches its parent alone, which then stops its parts in order.
    detached: true,
  });
  for (const stream of ["stdout", "stderr"] as const) {
    createInterface(child[stream]).on("line", (line) => onLine(line, stream));
  }
  endsWithUs(child);
  const exited = once(child, "close").then(([code, signal]): AppExit => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
  }));
  return {
    pid: child.pid ?? 0,
    exited,
    kill: (signal) => void child.kill(signal),
    stop: async () => {
      const kill = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
      child.kill("SIGTERM");
      const exit = await exited;
      clearTimeout(kill);
      return exit;
    },
  };
}
