import type { ProcessSeries } from "../watch/process-series.ts";
import type { Scrapes } from "../watch/scraper.ts";
import type { Settled } from "../watch/settle.ts";
import type { Findings } from "./findings.ts";

export interface SoakResult {
  readonly seed: number;
  readonly minutes: number;
  /** Of the cluster. */
  readonly changes: number;
  /** The newest that an exporter served. */
  readonly generation: number;
  /** By kind, how often. */
  readonly faults: ReadonlyMap<string, number>;
  readonly settled: readonly Settled[];
  readonly scrapes: Readonly<Scrapes>;
  readonly processes: readonly ProcessSeries[];
  readonly findings: ReturnType<Findings["list"]>;
}
