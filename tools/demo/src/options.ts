import { parseArgs } from "node:util";

export interface DemoOptions {
  /** Poller and two exporters as processes of their own, instead of standalone. */
  readonly split: boolean;
  /** The snapshot lies on an S3 server, instead of in a directory. */
  readonly s3: boolean;
  /** Refreshes are announced over Redis, instead of being found by the timer alone. */
  readonly redis: boolean;
  /** A real Prometheus scrapes it all. */
  readonly prometheus: boolean;
  /** Claims that the simulated platform starts with. */
  readonly claims: number;
  /** Port of the first exporter or of standalone; the other ports follow it. */
  readonly port: number;
  readonly help: boolean;
}

export const usage = `Usage: npm run demo -- [options]

Starts a simulated Crossplane platform and xp-tracker on it. Nothing else is needed.

  --split        poller and two exporters as separate processes (over a directory)
  --s3           with --split: over an S3 server
  --redis        with --split: refreshes announced over a redis-server found on PATH
  --prometheus   a Prometheus found on PATH scrapes it
  --claims N     size of the platform (default 60)
  --port N       first port (default 8080)
  --help
`;

const wholeNumber = (name: string, text: string, min: number, max: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`--${name} ${text} is not a whole number from ${min} to ${max}`);
};

/** @throws Error with one line that says what is wrong */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      split: { type: "boolean", default: false },
      s3: { type: "boolean", default: false },
      redis: { type: "boolean", default: false },
      prometheus: { type: "boolean", default: false },
      claims: { type: "string", default: "60" },
      port: { type: "string", default: "8080" },
      help: { type: "boolean", default: false },
    },
  });
  if (!values.split && (values.s3 || values.redis)) throw new Error("--s3 and --redis need --split");
  return {
    ...values,
    claims: wholeNumber("claims", values.claims, 1, 1_000_000),
    port: wholeNumber("port", values.port, 1, 65_000),
  };
}
