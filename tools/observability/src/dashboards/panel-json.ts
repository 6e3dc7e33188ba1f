import type { Panel, Query, Thresholds } from "./panel.ts";

export type Json = Readonly<Record<string, unknown>>;

const datasource = { type: "prometheus", uid: "${datasource}" };

/** Grafana's names of the kinds, and what each is drawn with. */
const kinds: Readonly<Record<Panel["kind"], { readonly type: string; readonly options: (panel: Panel) => Json }>> = {
  stat: {
    type: "stat",
    options: () => ({
      colorMode: "value",
      graphMode: "none",
      justifyMode: "auto",
      textMode: "auto",
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    }),
  },
  graph: {
    type: "timeseries",
    options: () => ({
      legend: { displayMode: "list", placement: "bottom", showLegend: true },
      tooltip: { mode: "multi", sort: "desc" },
    }),
  },
  bars: {
    type: "bargauge",
    options: () => ({
      displayMode: "basic",
      orientation: "horizontal",
      valueMode: "text",
      reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    }),
  },
  table: { type: "table", options: () => ({ cellHeight: "sm", showHeader: true }) },
};

/** A panel without its place. */
export const panelJson = (panel: Panel): Json => ({
  type: kinds[panel.kind].type,
  title: panel.title,
  description: panel.help,
  datasource,
  targets: panel.queries.map((query, index) => targetJson(panel, query, String.fromCodePoint(65 + index))),
  fieldConfig: { defaults: defaultsOf(panel), overrides: overridesOf(panel) },
  options: kinds[panel.kind].options(panel),
  ...(panel.columns === undefined ? {} : { transformations: transformationsOf(panel.columns) }),
});

const targetJson = ({ kind }: Panel, { expr, legend = "" }: Query, refId: string): Json => ({
  refId,
  datasource,
  expr,
  legendFormat: legend,
  format: kind === "table" ? "table" : "time_series",
  instant: kind !== "graph",
  range: kind === "graph",
});

const defaultsOf = (panel: Panel): Json => ({
  unit: panel.kind === "table" ? "none" : panel.unit,
  ...(panel.unit === "percentunit" ? { min: 0, max: 1 } : { min: 0 }),
  ...(panel.thresholds === undefined
    ? { color: { mode: panel.kind === "graph" ? "palette-classic" : "thresholds" }, thresholds: plain }
    : { color: { mode: "thresholds" }, thresholds: thresholdsJson(panel.thresholds) }),
  ...(panel.kind === "graph"
    ? {
        custom: {
          drawStyle: "line",
          lineWidth: 1,
          fillOpacity: panel.stacked === true ? 30 : 8,
          showPoints: "never",
          stacking: { mode: panel.stacked === true ? "normal" : "none", group: "A" },
        },
      }
    : {}),
});

/** The unit belongs to the value of a table, not to its labels. */
const overridesOf = ({ columns, unit }: Panel): readonly Json[] =>
  columns?.["Value"] === undefined
    ? []
    : [{ matcher: { id: "byName", options: columns["Value"] }, properties: [{ id: "unit", value: unit }] }];

const transformationsOf = (columns: Readonly<Record<string, string>>): readonly Json[] => {
  const names = Object.keys(columns);
  return [
    { id: "filterFieldsByName", options: { include: { names } } },
    {
      id: "organize",
      options: {
        excludeByName: {},
        indexByName: Object.fromEntries(names.map((name, index) => [name, index])),
        renameByName: columns,
      },
    },
    ...("Value" in columns ? [{ id: "sortBy", options: { sort: [{ field: columns["Value"], desc: true }] } }] : []),
  ];
};

const plain = { mode: "absolute", steps: [{ color: "blue", value: null }] };

const thresholdsJson = ({ bad, warning, critical }: Thresholds): Json => {
  const [first, second, third] =
    bad === "high"
      ? [{ color: "green" }, { color: "orange", value: warning }, { color: "red", value: critical }]
      : [{ color: "red" }, { color: "orange", value: critical }, { color: "green", value: warning }];
  return { mode: "absolute", steps: [{ ...first, value: null }, second, third] };
};
