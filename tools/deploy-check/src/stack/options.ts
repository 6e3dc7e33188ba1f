import { parseArgs } from "node:util";

export const usage = `Usage: npm run check:stack -- [options]

Checks a running stack from outside: everything up, sums right, nothing counted twice. Without --exporter it finds the
exporters of the running docker compose stack, and changes their number as --replicas says.

  --prometheus URL     (http://127.0.0.1:9090)
  --exporter URL       an exporter, repeatable: another stack than that of docker compose
  --control-plane URL  where claims are counted; it must ask for no token. Found by itself in docker compose.
  --replicas LIST      numbers of exporters, one after the other (1,3,1)
  --compose-file FILE  repeatable, as docker compose takes them
  --settle SECONDS     how long a check may take to hold (60)
`;

export interface CheckOptions {
  readonly prometheus: string;
  readonly exporters: readonly string[];
  readonly controlPlane: string | undefined;
  readonly replicas: readonly number[];
  readonly composeFiles: readonly string[];
  readonly settleMs: number;
}

/** @throws on what it does not know, with what is wrong */
export function readOptions(argv: readonly string[]): CheckOptions | "help" {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      prometheus: { type: "string", default: "http://127.0.0.1:9090" },
      exporter: { type: "string", multiple: true, default: [] },
      "control-plane": { type: "string" },
      replicas: { type: "string", default: "1,3,1" },
      "compose-file": { type: "string", multiple: true, default: [] },
      settle: { type: "string", default: "60" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const replicas = values.replicas.split(",").map(Number);
  if (!replicas.every((count) => Number.isInteger(count) && count > 0)) {
    throw new Error(`--replicas must be numbers with commas between, not ${values.replicas}`);
  }
  if (!(Number(values.settle) > 0)) throw new Error(`--settle must be a number of seconds, not ${values.settle}`);
  return {
    prometheus: values.prometheus,
    exporters: values.exporter,
    controlPlane: values["control-plane"],
    replicas,
    composeFiles: values["compose-file"],
    settleMs: Number(values.settle) * 1_000,
  };
}
