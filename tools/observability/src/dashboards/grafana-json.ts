import type { Dashboard, Section, Variable } from "./dashboard.ts";
import { panelJson } from "./panel-json.ts";
import type { Json } from "./panel-json.ts";

/** Of Grafana 12. */
const SCHEMA_VERSION = 41;
const PAGE_WIDTH = 24;
const TAG = "xp-tracker";
/** Its number for this sort of variable query. */
const LABEL_VALUES = 1;

/** The dashboard as Grafana imports and provisions it. */
export const grafanaJson = ({ uid, title, description, variables, sections }: Dashboard): Json => ({
  uid,
  title,
  description,
  tags: [TAG, "crossplane"],
  schemaVersion: SCHEMA_VERSION,
  version: 1,
  editable: true,
  graphTooltip: 1,
  refresh: "1m",
  time: { from: "now-24h", to: "now" },
  timezone: "browser",
  links: [
    { type: "dashboards", title: "xp-tracker", tags: [TAG], asDropdown: false, includeVars: true, keepTime: true },
  ],
  annotations: { list: [] },
  templating: { list: [datasourceVariable, ...variables.map(variableJson)] },
  panels: layOut(sections),
});

const datasourceVariable: Json = {
  name: "datasource",
  label: "Data source",
  type: "datasource",
  query: "prometheus",
  current: {},
};

const variableJson = ({ name, label, of, from = name }: Variable): Json => ({
  name,
  label,
  type: "query",
  datasource: { type: "prometheus", uid: "${datasource}" },
  definition: `label_values(${of}, ${from})`,
  query: {
    qryType: LABEL_VALUES,
    query: `label_values(${of}, ${from})`,
    refId: "PrometheusVariableQueryEditor-VariableQuery",
  },
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  // Matches objects without the label too: a namespace that is empty, a team that nobody set.
  allValue: ".*",
  current: { text: ["All"], value: ["$__all"] },
});

/** From left to right, and on to the next line where a panel has no room. */
function layOut(sections: readonly Section[]): readonly Json[] {
  let [x, y, lineHeight, id] = [0, 0, 0, 0];
  const nextLine = (): void => {
    [x, y, lineHeight] = [0, y + lineHeight, 0];
  };
  return sections.flatMap(({ title, panels }) => {
    nextLine();
    const heading = { id: (id += 1), type: "row", title, collapsed: false, gridPos: { x: 0, y, w: PAGE_WIDTH, h: 1 } };
    y += 1;
    const placed = panels.map((panel) => {
      if (x + panel.width > PAGE_WIDTH) nextLine();
      const gridPos = { x, y, w: panel.width, h: panel.height };
      x += panel.width;
      lineHeight = Math.max(lineHeight, panel.height);
      return { id: (id += 1), gridPos, ...panelJson(panel) };
    });
    return [heading, ...placed];
  });
}
