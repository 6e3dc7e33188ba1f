import { AppError } from "../errors/app-error.ts";
import type { Config, StoreConfig, Values } from "./config.ts";
import { configRules } from "./config-rules.ts";
import { configTable } from "./config-table.ts";
import { ownFileChecks } from "./file-checks.ts";
import type { FileChecks, Flaw } from "./file-checks.ts";
import type { Service, Variable } from "./variable.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** One mistake, fit to be shown: secrets are left out of `value`. */
export interface Mistake {
  readonly name: string;
  /** `""` when the variable is not set. */
  readonly value: string;
  readonly reason: string;
  readonly remedy: string;
}

export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/**
 * Reads every variable and finds every mistake. An empty variable is an unset one.
 * @param fileChecks look into the files that this service's variables name
 */
export function checkConfig(service: Service, env: Environment, fileChecks: FileChecks = {}): ConfigReading {
  const table = Object.entries<Variable<unknown>>(configTable);
  const readings = table.map(([key, variable]) => {
    const parsed = variable.parse(env[variable.name] || variable.default);
    return { key, variable, parsed };
  });
  const wrong = readings.flatMap(({ variable, parsed }) => (parsed.ok ? [] : [mistake(variable, env, parsed.reason)]));
  const good = new Map(readings.flatMap(({ key, parsed }) => (parsed.ok ? [[key, parsed.value]] : [])));
  const values = Object.fromEntries(good) as unknown as Values;

  const broken = configRules
    .filter(
      (rule) => rule.services.includes(service) && rule.needs.every((key) => good.has(key)) && rule.broken(values),
    )
    .map(({ key, reason, remedy }) => ({ ...mistake(configTable[key], env, reason), remedy }));

  const checks = Object.entries<((path: string) => readonly Flaw[]) | undefined>({ ...ownFileChecks, ...fileChecks });
  const inFiles = checks.flatMap(([key, check]) => {
    const variable: Variable<unknown> = configTable[key as keyof FileChecks];
    const path = good.get(key);
    if (check === undefined || typeof path !== "string" || !variable.services.includes(service)) return [];
    return check(path).map(({ reason, remedy = variable.remedy }) => ({ ...mistake(variable, env, reason), remedy }));
  });

  const mistakes = [...wrong, ...broken, ...inFiles];
  return mistakes.length > 0 ? { ok: false, mistakes } : { ok: true, config: configOf(service, values) };
}

/** {@link checkConfig} for callers that cannot go on without. @throws AppError CONFIG_INVALID, which names every mistake */
export function readConfig(service: Service, env: Environment, fileChecks: FileChecks = {}): Config {
  const reading = checkConfig(service, env, fileChecks);
  if (reading.ok) return reading.config;
  const { mistakes } = reading;
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  throw new AppError("CONFIG_INVALID", `${count} in the configuration\n${mistakes.map(describe).join("\n")}`, {
    remedy: `Correct the variables named above; ${service} --help lists them all.`,
  });
}

const mistake = (variable: Variable<unknown>, env: Environment, reason: string): Mistake => ({
  name: variable.name,
  value: (variable.show ?? String)(env[variable.name] ?? ""),
  reason,
  remedy: variable.remedy,
});

const describe = ({ name, value, reason, remedy }: Mistake): string =>
  `  ${name}${value === "" ? " (not set)" : `=${value}`}: ${reason}\n      ${remedy}`;

function configOf(service: Service, values: Values): Config {
  const { storeBackend, fileStoreDir, s3Bucket, s3KeyPrefix, s3Region, s3Endpoint, s3CaFile, s3TimeoutMs, ...rest } =
    values;
  const stores: Readonly<Record<StoreConfig["backend"], StoreConfig>> = {
    memory: { backend: "memory" },
    file: { backend: "file", dir: fileStoreDir },
    s3: {
      backend: "s3",
      bucket: s3Bucket,
      prefix: s3KeyPrefix,
      region: s3Region,
      endpoint: s3Endpoint,
      caFile: s3CaFile,
      timeoutMs: s3TimeoutMs,
    },
  };
  return { service, store: stores[storeBackend], ...rest };
}
