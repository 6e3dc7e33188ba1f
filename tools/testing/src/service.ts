import { spawnApp } from "./app-process.ts";
import type { AppEnvironment, AppExit } from "./app-process.ts";
import type { App } from "./app-program.ts";
import type { AppProgram } from "./app-program.ts";

/** One line that a service logged. */
export interface LogLine {
  readonly time: string;
  readonly level: "DEBUG" | "INFO" | "WARN" | "ERROR";
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** A running poller, exporter or standalone, as users run it: a process with an environment. */
export interface RunningService {
  readonly pid: number;
  /** Where `/metrics` is; `""` for a poller. */
  readonly url: string;
  /** Where the process's own metrics are; `""` for standalone, which has them on `url`. */
  readonly telemetryUrl: string;
  /** What it logged so far. */
  readonly log: readonly LogLine[];
  /** All that it printed so far, as it stands. */
  readonly output: () => string;
  /** The first line with this message from `from` on (an index of `log`). @throws when none comes in time */
  readonly logged: (message: string, from?: number) => Promise<LogLine>;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exited: Promise<AppExit>;
  /** SIGTERM, and SIGKILL where that does not help. */
  readonly stop: () => Promise<AppExit>;
}

/** What is said, and with which fields, once a service listens. */
const started: Readonly<Record<App, string>> = {
  poller: "polling",
  exporter: "serving",
  standalone: "polling and serving",
};

const LINE_DEADLINE_MS = 60_000;

// Nothing of the surroundings: what is set for other tests, a proxy or credentials, must not reach the service.
const surroundings = (): AppEnvironment =>
  Object.fromEntries(["PATH", "HOME", "TMPDIR"].flatMap((name) => [[name, process.env[name] ?? ""]]));

const defaults: AppEnvironment = {
  LOG_FORMAT: "json",
  METRICS_ADDR: "127.0.0.1:0",
  TELEMETRY_ADDR: "127.0.0.1:0",
};

/**
 * Starts an application on free ports of 127.0.0.1 and resolves once it listens.
 * @throws with all it printed, when it ends before that
 */
export async function startService(
  app: App,
  environment: AppEnvironment,
  program?: AppProgram,
): Promise<RunningService> {
  const printed: string[] = [];
  const log: LogLine[] = [];
  const waiting = new Set<() => void>();
  const child = spawnApp(app, {
    program,
    environment: { ...surroundings(), ...defaults, ...environment },
    onLine: (line) => {
      printed.push(line);
      if (line.startsWith("{")) log.push(JSON.parse(line) as LogLine);
      for (const look of waiting) look();
    },
  });
  const output = (): string => printed.join("\n");

  const logged = async (message: string, from = 0): Promise<LogLine> => {
    const { promise, resolve, reject } = Promise.withResolvers<LogLine>();
    const fail = (why: string): void => reject(new Error(`${app} ${why} before it logged "${message}":\n${output()}`));
    const look = (): void => {
      const found = log.slice(from).find(({ msg }) => msg === message);
      if (found !== undefined) resolve(found);
    };
    const late = setTimeout(() => fail(`took ${LINE_DEADLINE_MS} ms`), LINE_DEADLINE_MS);
    waiting.add(look);
    look();
    void child.exited.then(() => fail("ended"));
    return promise.finally(() => {
      clearTimeout(late);
      waiting.delete(look);
    });
  };

  const line = await logged(started[app]);
  const urlIn = (field: string): string => {
    const value = line[field];
    return typeof value === "string" ? value.replace(/\/metrics$/, "") : "";
  };
  const { pid, kill, exited, stop } = child;
  return { pid, url: urlIn("metrics"), telemetryUrl: urlIn("telemetry"), log, output, logged, kill, exited, stop };
}

export interface FinishedService extends AppExit {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs an application that is to end by itself: one that only prints, or that cannot start. */
export async function runApp(
  app: App,
  environment: AppEnvironment,
  args: readonly string[] = [],
): Promise<FinishedService> {
  const printed = { stdout: "", stderr: "" };
  const child = spawnApp(app, {
    args,
    environment: { ...surroundings(), ...defaults, ...environment },
    onLine: (line, stream) => {
      printed[stream] += `${line}\n`;
    },
  });
  const late = setTimeout(() => child.kill("SIGKILL"), LINE_DEADLINE_MS);
  const exit = await child.exited;
  clearTimeout(late);
  return { ...exit, ...printed };
}
