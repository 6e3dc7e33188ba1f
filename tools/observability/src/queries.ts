/** What this module reads of a dashboard's JSON, as Grafana has it. */
export interface DashboardJson {
  readonly templating: { readonly list: readonly { readonly name: string; readonly definition?: string }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly title: string;
    readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
    readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
  }[];
}

export interface DashboardQuery {
  /** The panel with the letter of the query, or the variable. */
  readonly at: string;
  readonly promql: string;
}

const LABEL_VALUES = /^label_values\((?<series>.*), (?<label>\w+)\)$/;

/** Every query of a dashboard, of panels and of variables, as Prometheus gets it with everything chosen. */
export function queriesOf({ templating, panels }: DashboardJson): readonly DashboardQuery[] {
  const names = templating.list.map(({ name }) => name);
  const filled = (promql: string): string =>
    names
      .reduce((text, name) => text.replaceAll(`$${name}"`, `.*"`), promql)
      // What Grafana takes at a scrape interval of 1 s would be shorter than a busy machine's pauses.
      .replaceAll("$__rate_interval", "1m");
  return [
    ...templating.list.flatMap(({ name, definition }) => {
      const { series = "", label = "" } = LABEL_VALUES.exec(definition ?? "")?.groups ?? {};
      return label === "" ? [] : [{ at: `$${name}`, promql: filled(`count by (${label}) (${series}) > 0`) }];
    }),
    ...panels.flatMap(({ title, targets = [] }) =>
      targets.map(({ refId, expr }) => ({ at: `${title}, ${refId}`, promql: filled(expr) })),
    ),
  ];
}
