import { spawnApp } from "@xp-tracker/testing";
import type { App, AppEnvironment } from "@xp-tracker/testing";

export interface ServiceProcess {
  readonly name: string;
  /** Resolves with a description once the process has ended, for whatever reason. */
  readonly ended: Promise<string>;
  /** SIGTERM, and SIGKILL where that does not help. */
  stop(): Promise<unknown>;
}

export type Environment = AppEnvironment;

/** Runs one application from its source; each line it prints is passed on with its name before it. */
export function startService(name: string, app: App, environment: Environment): ServiceProcess {
  const { exited, stop } = spawnApp(app, {
    environment: { ...(process.env as Environment), LOG_FORMAT: "pretty", ...environment },
    onLine: (line) => process.stdout.write(`${name.padEnd(11)}│ ${line}\n`),
  });
  const ended = exited.then(
    ({ code, signal }) => `${name} ended with ${code === null ? String(signal) : `code ${code}`}`,
  );
  return { name, ended, stop };
}
