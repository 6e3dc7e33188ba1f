import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import { eventLoopLag, NEVER_MS } from "./event-loop-lag.ts";
import { commonFamilies } from "./process-families.ts";
import { contentTypes } from "../page/render.ts";

/** Facts of a build; empty texts where they are not known. */
export interface Build {
  readonly service: string;
  readonly version: string;
  readonly revision: string;
}

export interface RenderedMetrics {
  readonly contentType: string;
  readonly body: string;
}

interface Named<Label extends string> {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly Label[];
}

/** The metrics of one process, of whichever roles it plays: standalone registers those of both services in one. */
export interface ProcessRegistry {
  counter<Label extends string>(family: Named<Label>): Counter<Label>;
  gauge<Label extends string>(family: Named<Label>): Gauge<Label>;
  histogram<Label extends string>(family: Named<Label> & { readonly buckets: readonly number[] }): Histogram<Label>;
  /** The text page, 0.0.4. */
  render(): Promise<RenderedMetrics>;
}

/** Sums over the types of handles and requests, which are gauges named as counters. */
const misnamed = ["nodejs_active_resources_total", "nodejs_active_handles_total", "nodejs_active_requests_total"];

/** A registry with what every process has: Node's own metrics and the facts of the build. */
export function processRegistry(build: Build): ProcessRegistry {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: NEVER_MS });
  eventLoopLag(registry);
  for (const name of misnamed) registry.removeSingleMetric(name);

  const gauge: ProcessRegistry["gauge"] = ({ labels, ...named }) =>
    new Gauge({ ...named, labelNames: labels, registers });
  gauge(commonFamilies.buildInfo).set({ ...build, node_version: process.versions.node }, 1);

  return {
    counter: ({ labels, ...named }) => new Counter({ ...named, labelNames: labels, registers }),
    gauge,
    histogram: ({ labels, buckets, ...named }) =>
      new Histogram({ ...named, labelNames: labels, buckets: [...buckets], registers }),
    render: async () => ({ contentType: contentTypes.text, body: withoutEmptyFamilies(await registry.metrics()) }),
  };
}

/** prom-client prints HELP and TYPE of families that have no sample yet; on our pages such a family is not there. */
const withoutEmptyFamilies = (page: string): string => page.replaceAll(/(?:^# .*\n)+(?:\n|(?![^]))/gm, "");
