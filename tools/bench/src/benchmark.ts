/** How much work a run does. */
export interface Sizes {
  /** Resources of the simulated platform, and rows of rendered snapshots. */
  readonly resources: number;
  /** Times that each measurement is repeated; the median counts. */
  readonly repeats: number;
  /** Cycles of a poller that are measured; the mean counts. */
  readonly cycles: number;
  readonly scrapes: number;
  /** How long scrapers go on while snapshots arrive. */
  readonly scrapeSeconds: number;
  /** Objects on a real API server. */
  readonly realObjects: number;
  /** How long watches are looked at in which nothing happens. */
  readonly idleSeconds: number;
  readonly watches: readonly number[];
  /** Rows of the snapshot that must fit in bounded memory. */
  readonly manyRows: number;
  readonly growth: readonly number[];
}

interface Limit {
  readonly of: "value" | "ratio";
  readonly bound: "at most" | "at least";
  readonly limit: number;
}

/** One line of the table. */
export interface Finding {
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  /** The same work done another way, in the same run and unit. */
  readonly beside?: { readonly name: string; readonly value: number };
  readonly budget?: Limit;
}

export interface Benchmark {
  readonly name: string;
  /** Why it cannot run on this machine; it then measures nothing. */
  readonly absent?: () => string | undefined;
  /** It waits most of the time, so it runs beside all others. */
  readonly isWaiting?: true;
  readonly run: (sizes: Sizes, progress: (text: string) => void) => Promise<readonly Finding[]>;
}
