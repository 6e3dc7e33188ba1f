import { familiesOf, renderMetrics } from "@xp-tracker/metrics";
import { Gauge, Registry } from "prom-client";
import { measured } from "../measured.ts";
import { syntheticSnapshot } from "../synthetic-rows.ts";

interface Input {
  readonly rows: number;
}

const families = familiesOf(["resource"]);
const page = (rows: number): readonly Buffer[] => renderMetrics(syntheticSnapshot(rows), families, "text");
const isSample = (line: string): boolean => line !== "" && !line.startsWith("#");

export async function renderOurs({ rows }: Input) {
  const snapshot = syntheticSnapshot(rows);
  // The first rendering of a process also pays for the compiler and for fresh memory.
  renderMetrics(snapshot, families, "text");
  const { value, ...cost } = await measured(() => renderMetrics(snapshot, families, "text"));
  const series = value.reduce((sum, piece) => sum + piece.toString().split("\n").filter(isSample).length, 0);
  return { ...cost, series, bytes: value.reduce((sum, piece) => sum + piece.length, 0) };
}

/** The same series, set in gauges beforehand; only `registry.metrics()` is measured. */
export async function renderPromClient({ rows }: Input) {
  const registry = new Registry();
  const gauges = new Map<string, Gauge>();
  let series = 0;
  for (const piece of page(rows)) {
    for (const line of piece.toString().split("\n").filter(isSample)) {
      const { name = "", labels = "", value = "" } = SAMPLE.exec(line)?.groups ?? {};
      const pairs = [...labels.matchAll(LABEL)].map(([, key = "", text = ""]) => [key, text] as const);
      const known = gauges.get(name);
      const gauge = known ?? new Gauge({ name, help: name, registers: [registry], labelNames: labelNamesOf(name) });
      if (known === undefined) gauges.set(name, gauge);
      gauge.set(Object.fromEntries(pairs), Number(value));
      series += 1;
    }
  }
  const { value, ...cost } = await measured(() => registry.metrics());
  return { ...cost, series, bytes: value.length };
}

const SAMPLE = /^(?<name>\w+)(?:\{(?<labels>.*)\})? (?<value>\S+)$/;
const LABEL = /(\w+)="([^"]*)"/g;

const labelNamesOf = (name: string): readonly string[] => {
  const named = families.filter((family) => family.name === name);
  return [
    ...new Set(
      named.flatMap(({ parts, extraLabels }) => [...parts.flatMap(({ table }) => table.labels), ...extraLabels]),
    ),
  ];
};
