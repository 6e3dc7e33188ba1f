import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface ServiceProcess {
  readonly name: string;
  /** Resolves with a description once the process has ended, for whatever reason. */
  readonly ended: Promise<string>;
  /** SIGTERM, and SIGKILL where that does not help. */
  stop(): Promise<void>;
}

export type Environment = Readonly<Record<string, string>>;

const mainOf = (app: string): string => fileURLToPath(new URL(`../../../apps/${app}/src/main.ts`, import.meta.url));
const KILL_AFTER_MS = 12_000;

/** Runs one application from its source; each line it prints is passed on with its name before it. */
export function startService(name: string, app: string, environment: Environment): ServiceProcess {
  const child = spawn(process.execPath, [mainOf(app)], {
    env: { ...process.env, LOG_FORMAT: "pretty", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: Ctrl-C reaches the demo alone, which then stops its parts in order.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => process.stdout.write(`${name.padEnd(11)}│ ${line}\n`));
  }
  const killNow = (): void => void child.kill("SIGKILL");
  process.once("exit", killNow);
  const ended = once(child, "exit").then(([code, signal]) => {
    process.off("exit", killNow);
    return `${name} ended with ${code === null ? String(signal) : `code ${String(code)}`}`;
  });

  return {
    name,
    ended,
    stop: async () => {
      const kill = setTimeout(killNow, KILL_AFTER_MS);
      child.kill("SIGTERM");
      await ended;
      clearTimeout(kill);
    },
  };
}
