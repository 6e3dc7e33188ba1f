import type { Row } from "@xp-tracker/crossplane";
import { familiesOf, pageRenderer, renderMetrics, rowChunks } from "@xp-tracker/metrics";
import type { RenderedChunk, RowChunk } from "@xp-tracker/metrics";
import { Gauge, Registry } from "prom-client";
import { measured } from "../measured.ts";
import { syntheticSnapshot } from "../synthetic-rows.ts";

interface Input {
  readonly rows: number;
}

const CHANGED = 100;
const families = familiesOf(["resource"]);
const isSample = (line: string): boolean => line !== "" && !line.startsWith("#");

/** Rows as a reader of JSON makes them, whose texts V8 keeps flat. */
const snapshotOf = (rows: number): ReturnType<typeof syntheticSnapshot> => {
  const snapshot = syntheticSnapshot(rows);
  return { ...snapshot, rows: JSON.parse(JSON.stringify(snapshot.rows)) as typeof snapshot.rows };
};

const countSamples = (text: Buffer): number => text.toString().split("\n").filter(isSample).length;

/** The whole page from rows, held as text. */
export async function renderAnew({ rows }: Input) {
  const snapshot = snapshotOf(rows);
  // The first rendering of a process also pays for the compiler and for fresh memory.
  renderMetrics(snapshot, families, "text");
  const { value, ...cost } = await measured(() => renderMetrics(snapshot, families, "text"));
  const series = value.reduce((sum, piece) => sum + countSamples(piece), 0);
  return { ...cost, series, bytes: value.reduce((sum, piece) => sum + piece.length, 0) };
}

/** The page after some rows changed, as texts by chunks of rows: those of chunks without a change are kept. */
export async function renderChanged({ rows }: Input) {
  const { rows: byClass, ...facts } = snapshotOf(rows);
  const changed = byClass.managed.map((row, index) =>
    index % Math.ceil(rows / CHANGED) === 0 ? otherState(row) : row,
  );
  const renderer = pageRenderer(families, (text) => Buffer.from(text));
  const before = rowChunks("managed", byClass.managed);
  const known = new Map<RowChunk, RenderedChunk<Buffer<ArrayBuffer>>>(
    before.map((chunk) => [chunk, renderer.chunk(chunk)]),
  );
  const { value, ...cost } = await measured(() => {
    const made = rowChunks("managed", changed, before).map((chunk) => known.get(chunk) ?? renderer.chunk(chunk));
    return [...renderer.page(facts, made)];
  });
  const series = value.reduce((sum, piece) => sum + countSamples(piece), 0);
  return { ...cost, series, bytes: value.reduce((sum, piece) => sum + piece.length, 0) };
}

const otherState = (row: Row): Row => ({ ...row, readySince: row.readySince + 60 });

/** The same series, set in gauges beforehand; only `registry.metrics()` is measured. */
export async function renderPromClient({ rows }: Input) {
  const registry = new Registry();
  const gauges = new Map<string, Gauge>();
  let series = 0;
  for (const piece of renderMetrics(syntheticSnapshot(rows), families, "text")) {
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
