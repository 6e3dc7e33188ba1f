import { pollerMetrics, processRegistry } from "@xp-tracker/metrics";
import { createLog } from "@xp-tracker/runtime";

/** A log and metrics as a service has them, to be read by a test. */
export function processParts() {
  const lines: { readonly level: string; readonly msg: string; readonly [field: string]: unknown }[] = [];
  const log = createLog({
    service: "poller",
    level: "debug",
    format: "json",
    destination: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
  });
  const registry = processRegistry({ service: "poller", version: "0.0.0", revision: "" });
  /** The value of a sample as the page names it; undefined where it is not there. */
  const sample = async (name: string): Promise<number | undefined> => {
    const line = (await registry.render()).body.split("\n").find((text) => text.startsWith(`${name} `));
    return line === undefined ? undefined : Number(line.slice(name.length));
  };
  return { log, lines, registry, metrics: pollerMetrics(registry), sample };
}
