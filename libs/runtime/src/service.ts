import { parseArgs } from "node:util";
import { AppError, errorText } from "./errors/app-error.ts";
import type { Config } from "./config/config.ts";
import { configTable } from "./config/config-table.ts";
import { fileVariables } from "./config/file-checks.ts";
import type { FileChecks } from "./config/file-checks.ts";
import { helpText } from "./config/help.ts";
import { createLog } from "./log/log.ts";
import type { Log } from "./log/log.ts";
import { readConfig } from "./config/read-config.ts";
import type { Environment } from "./config/read-config.ts";
import type { Service } from "./config/variable.ts";
import { readBuild } from "./version.ts";
import type { Build } from "./version.ts";

export interface ServiceContext {
  readonly config: Config;
  readonly log: Log;
  /** Aborted by SIGTERM and SIGINT. What is under way then has `config.shutdownGraceMs` to end. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** The commit that was built; `""` where it is not known. */
  readonly revision: string;
}

export type Main = (context: ServiceContext) => Promise<void>;

/** What a supervisor may rely on. */
export const exitCodes = { clean: 0, fatal: 1, misconfigured: 2 } as const;

/**
 * Runs a service from the command line and the environment to its exit:
 * 0 after a signal or when `main` ends, 2 for mistakes in the configuration or the flags, 1 for anything else.
 * @param loadFileChecks gives what finds mistakes in files that are part of the configuration; called where one is named
 */
export async function runService(
  service: Service,
  main: Main,
  loadFileChecks: () => Promise<FileChecks> = async () => ({}),
): Promise<never> {
  const build = readBuild();
  const config = await readySettings(service, build, loadFileChecks);
  const log = createLog({ service, level: config.logLevel, format: config.logFormat });

  const die = (message: string, fields: Readonly<Record<string, unknown>>): never => {
    log.error(message, fields);
    process.exit(exitCodes.fatal);
  };
  // Node raises rejections that nobody handles here too.
  process.on("uncaughtException", (error) => die("fatal error", { error }));

  const stop = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (stop.signal.aborted) die("stopped at once by a second signal", { signal: name });
    log.info("stopping", { signal: name, graceSeconds: config.shutdownGraceMs / 1000 });
    const late = () => die("stopped before everything had ended", { graceSeconds: config.shutdownGraceMs / 1000 });
    setTimeout(late, config.shutdownGraceMs).unref();
    stop.abort(new DOMException(`stopped by ${name}`, "AbortError"));
  };
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);

  // A main that waits for nothing but the signal has no handle that keeps Node from leaving.
  setInterval(() => undefined, 2 ** 31 - 1);
  try {
    await main({ config, log, signal: stop.signal, ...build });
  } catch (error) {
    if (!stop.signal.aborted || !isAbort(error, stop.signal)) die("fatal error", { error });
  }
  log.info("stopped");
  return process.exit(exitCodes.clean);
}

/** Deals with the flags and reads the configuration, or exits with the reason on standard error. */
async function readySettings(
  service: Service,
  { version, revision }: Build,
  loadFileChecks: () => Promise<FileChecks>,
): Promise<Config> {
  try {
    const flags = readFlags(service);
    if (flags.help) printAndExit(helpText(service));
    if (flags.version) printAndExit(`xp-tracker ${service} ${version} ${revision}`.trim() + "\n");
    const webConfigFile = flags[WEB_CONFIG_FLAG];
    const flagged = webConfigFile === undefined ? {} : { [configTable.webConfigFile.name]: webConfigFile };
    const env = { ...process.env, ...flagged };
    return readConfig(service, env, namesFiles(env) ? await loadFileChecks() : {});
  } catch (thrown) {
    const remedy = thrown instanceof AppError ? `\n${thrown.remedy}` : "";
    process.stderr.write(`xp-tracker ${service}: ${errorText(thrown)}${remedy}\n`);
    return process.exit(thrown instanceof AppError ? exitCodes.misconfigured : exitCodes.fatal);
  }
}

const namesFiles = (env: Environment): boolean => fileVariables.some((name) => (env[name] ?? "") !== "");

/** As exporters of the Prometheus project call it. */
const WEB_CONFIG_FLAG = "web.config.file";

interface Flags {
  readonly help?: boolean;
  readonly version?: boolean;
  readonly [WEB_CONFIG_FLAG]?: string;
}

function readFlags(service: Service): Flags {
  const options = {
    help: { type: "boolean", short: "h" },
    version: { type: "boolean", short: "v" },
    [WEB_CONFIG_FLAG]: { type: "string" },
  } as const;
  try {
    return parseArgs({ options }).values;
  } catch (cause) {
    throw new AppError("USAGE", errorText(cause), { remedy: `${service} --help says what can be set.` });
  }
}

function printAndExit(text: string): never {
  process.stdout.write(text);
  return process.exit(exitCodes.clean);
}

/** Whatever was under way when the signal came may end by throwing the signal's reason, or some AbortError. */
const isAbort = (thrown: unknown, signal: AbortSignal): boolean =>
  thrown === signal.reason || (thrown instanceof Error && thrown.name === "AbortError");
