/** What a table of the dashboards says of a panel; `panel-json.ts` makes Grafana's JSON of it. */
export interface Panel {
  readonly kind: "stat" | "graph" | "bars" | "table";
  readonly title: string;
  /** What it shows, and what to do about it. */
  readonly help: string;
  readonly queries: readonly Query[];
  readonly unit: Unit;
  /** In 24ths of the page. */
  readonly width: number;
  /** In units of 30 pixels. */
  readonly height: number;
  readonly stacked?: boolean;
  /** From this value on, or below the first of two, it is orange and red. */
  readonly thresholds?: Thresholds;
  /** Of a table: labels, or `Value`, with their headers, from left to right. */
  readonly columns?: Readonly<Record<string, string>>;
}

export interface Query {
  readonly expr: string;
  readonly legend?: string;
}

/** Grafana's names of units. */
type Unit = "short" | "percentunit" | "s" | "bytes" | "none" | "ops";

export interface Thresholds {
  readonly bad: "high" | "low";
  readonly warning: number;
  readonly critical: number;
}

type Options = Partial<Pick<Panel, "unit" | "width" | "height" | "stacked" | "thresholds">>;

const panel = (kind: Panel["kind"], defaults: { readonly width: number; readonly height: number }) => {
  return (title: string, help: string, queries: string | readonly Query[], options: Options = {}): Panel => ({
    kind,
    title,
    help,
    queries: typeof queries === "string" ? [{ expr: queries }] : queries,
    unit: "short",
    ...defaults,
    ...options,
  });
};

/** One number. */
export const stat = panel("stat", { width: 4, height: 4 });
/** Lines over time. */
export const graph = panel("graph", { width: 12, height: 8 });
/** The values of now, the greatest first. */
export const bars = panel("bars", { width: 12, height: 8 });

/** The series of now, one for each row; `columns` are labels, and `Value` the value. */
export const table = (
  title: string,
  help: string,
  expr: string,
  columns: Readonly<Record<string, string>>,
  options: Options = {},
): Panel => ({ ...panel("table", { width: 24, height: 9 })(title, help, expr, options), columns });

export const redWhenHigh = (warning: number, critical: number): Thresholds => ({ bad: "high", warning, critical });
export const redWhenLow = (warning: number, critical: number): Thresholds => ({ bad: "low", warning, critical });
