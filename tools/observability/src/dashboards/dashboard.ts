import type { Panel } from "./panel.ts";

/** A choice at the top of a dashboard: the values that a label has. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** A series, with the matchers of earlier choices. */
  readonly of: string;
  /** The label of that series; the variable's name when left out. */
  readonly from?: string;
}

export interface Section {
  readonly title: string;
  readonly panels: readonly Panel[];
}

export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly sections: readonly Section[];
}

/** The scrape job of `/metrics`: one for each platform, where a Prometheus holds several. */
export const jobVariable: Variable = { name: "job", label: "Job", of: "xp_tracker_snapshot_loaded" };
