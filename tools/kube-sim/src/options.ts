import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { SimOptions } from "./sim.ts";

interface Flag {
  readonly type: "string" | "boolean";
  readonly multiple?: true;
  /** What stands behind the flag in the usage text; for numbers also what is checked. */
  readonly value?: "FILE" | "N" | "T" | "HOST" | "SECONDS";
  readonly help: string;
}

const flags = {
  objects: {
    type: "string",
    multiple: true,
    value: "FILE",
    help: "load a JSON or YAML file, or a folder of them (repeatable)",
  },
  claims: { type: "string", value: "N", help: "generate a platform of N claims that lives" },
  seed: { type: "string", value: "N", help: "which platform: the same seed makes the same one (1)" },
  speed: { type: "string", value: "N", help: "steps of its life in a second; 0 stands still (1)" },
  "managed-fields": { type: "boolean", help: "give generated objects managedFields, about 3.6 KB for each object" },
  "no-mrds": { type: "boolean", help: "a Crossplane 1.x cluster: no ManagedResourceDefinition type" },
  port: { type: "string", value: "N", help: "the port to listen on (0: a free one)" },
  host: { type: "string", value: "HOST", help: "the address to listen on (127.0.0.1)" },
  http: { type: "boolean", help: "plain HTTP instead of HTTPS with HTTP/2" },
  token: { type: "string", value: "T", help: "the bearer token to ask for (nobody is asked)" },
  kubeconfig: { type: "string", value: "FILE", help: "write a kubeconfig for any Kubernetes client" },
  "bookmark-seconds": { type: "string", value: "SECONDS", help: "time between two bookmarks of a watch (60)" },
  help: { type: "boolean", help: "print this" },
  version: { type: "boolean", help: "print the version" },
} as const satisfies Readonly<Record<string, Flag>>;

const rows = Object.entries<Flag>(flags).map(
  ([name, { value, help }]) => [`--${name}${value === undefined ? "" : ` ${value}`}`, help] as const,
);
const width = Math.max(...rows.map(([flag]) => flag.length));

export const usage = `Usage: npm run kube-sim -- [options]

A simulated Kubernetes control plane with Crossplane: discovery, lists, watches and writes, as kube-apiserver answers.

${rows.map(([flag, help]) => `  ${flag.padEnd(width)}  ${help}`).join("\n")}

The control endpoint /_sim/ puts faults in and counts requests: see tools/kube-sim/README.md.
`;

export type ReadOptions =
  | { readonly kind: "help" }
  | { readonly kind: "version"; readonly version: string }
  | { readonly kind: "mistakes"; readonly mistakes: readonly string[] }
  | { readonly kind: "run"; readonly options: SimOptions };

type Numeric = "claims" | "seed" | "speed" | "port" | "bookmark-seconds";

const whole = (value: string): boolean => /^\d+$/.test(value);
const positive = (value: string): boolean => /^\d+(\.\d+)?$/.test(value) && Number(value) > 0;

/** What each number may be, and how to say so. */
const numbers: readonly (readonly [Numeric, keyof SimOptions, (value: string) => boolean, string])[] = [
  ["claims", "claims", whole, "a whole number"],
  ["seed", "seed", whole, "a whole number"],
  ["speed", "speed", (value) => value === "0" || positive(value), "a number of steps"],
  ["port", "port", (value) => whole(value) && Number(value) <= 65_535, "a port from 0 to 65535"],
  ["bookmark-seconds", "bookmarkSeconds", positive, "a number of seconds"],
];

/** Reads the command line; all mistakes at once. */
export function options(argv: readonly string[]): ReadOptions {
  let values: ReturnType<typeof parse>["values"];
  try {
    values = parse(argv).values;
  } catch (error) {
    return { kind: "mistakes", mistakes: [error instanceof Error ? error.message : String(error)] };
  }
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version", version: ownVersion() };
  const given = numbers.flatMap(([flag, key, fits, what]) => {
    const value = values[flag];
    return value === undefined ? [] : [{ flag, key, value, what, fits: fits(value) }];
  });
  const mistakes = given
    .filter(({ fits }) => !fits)
    .map(({ flag, value, what }) => `--${flag} must be ${what}, not ${JSON.stringify(value)}`);
  if (mistakes.length > 0) return { kind: "mistakes", mistakes };
  return {
    kind: "run",
    options: {
      ...Object.fromEntries(given.map(({ key, value }) => [key, Number(value)])),
      ...(values.objects === undefined ? {} : { objects: values.objects }),
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values.token === undefined ? {} : { token: values.token }),
      ...(values.kubeconfig === undefined ? {} : { kubeconfig: values.kubeconfig }),
      http: values.http === true,
      mrds: values["no-mrds"] !== true,
      managedFields: values["managed-fields"] === true,
    },
  };
}

const ownVersion = (): string =>
  (JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { readonly version: string })
    .version;

const parse = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: flags, strict: true, allowPositionals: false });
