import type { PrometheusApi } from "./prometheus-api.ts";

/** A running stack, seen from outside. */
export interface Stack {
  readonly prometheus: PrometheusApi;
  /** Base URL of each exporter. */
  readonly exporters: readonly string[];
  /** Base URL of a control plane that asks for no token; undefined where there is none to count in. */
  readonly controlPlane: string | undefined;
}

/** `finding` is what was seen, good or bad. */
export interface Outcome {
  readonly ok: boolean;
  readonly finding: string;
}

export interface Check {
  readonly name: string;
  readonly run: (stack: Stack) => Promise<Outcome>;
}
