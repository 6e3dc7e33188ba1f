import { parseArgs } from "node:util";

export interface SoakOptions {
  /** How long things are broken and changed, with the settling between. */
  readonly minutes: number;
  readonly seed: number;
  readonly claims: number;
  readonly exporters: number;
  readonly pollers: number;
  /** A folder for the logs of the services and their figures over time; `""` keeps none. */
  readonly logs: string;
}

export const usage = `Usage: npm run soak -- [options]

Runs poller, exporters, an S3 server, Redis and a simulated control plane under changes and random faults. After each
round everything is mended, and every sample of /metrics is compared with what the control plane itself holds.

  --minutes N    how long (30)
  --seed N       which faults and changes; printed, so that a run can be made again (random)
  --claims N     size of the platform, about 5.5 objects for each claim (120)
  --exporters N  (3)
  --pollers N    (2)
  --logs FOLDER  keep there what each process logged, and its memory over time (figures.csv)
  --help

XP_TEST_S3_ENDPOINT, XP_TEST_S3_ACCESS_KEY and XP_TEST_S3_SECRET_KEY name an S3 server to use; else one is started.
Exit status: 0 where everything held, 1 where something did not, 2 for a mistake in the options.
`;

type Numeric = Exclude<keyof SoakOptions, "logs">;

const limits: Readonly<Record<Numeric, readonly [least: number, most: number]>> = {
  minutes: [0.1, 10_000],
  seed: [0, 2 ** 32 - 1],
  claims: [1, 100_000],
  exporters: [1, 20],
  pollers: [1, 5],
};

/** @throws Error with one line that says what is wrong; `undefined` is returned where help is asked for */
export function readOptions(args: readonly string[]): SoakOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "30" },
      seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 32)) },
      claims: { type: "string", default: "120" },
      exporters: { type: "string", default: "3" },
      pollers: { type: "string", default: "2" },
      logs: { type: "string", default: "" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const read = (name: Numeric): number => {
    const value = Number(values[name]);
    const [least, most] = limits[name];
    if (value >= least && value <= most && (name === "minutes" || Number.isInteger(value))) return value;
    throw new Error(`--${name} ${values[name]} is not a number from ${least} to ${most}`);
  };
  return {
    minutes: read("minutes"),
    seed: read("seed"),
    claims: read("claims"),
    exporters: read("exporters"),
    pollers: read("pollers"),
    logs: values.logs,
  };
}
