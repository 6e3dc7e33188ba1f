import * as parse from "../config/parsers.ts";
import { apart, serving } from "../config/variable.ts";
import type { Variables } from "../config/variable.ts";

export const metricsFamilies = ["summary", "resource", "package", "source", "xp-tracker-0.3"] as const;
export type MetricsFamily = (typeof metricsFamilies)[number];

const addressRemedy = "Give host:port, :port for every interface, or [ipv6]:port; port 0 takes a free one.";

/** What is served, and where. */
export const servingVariables = {
  metricsAddr: {
    name: "METRICS_ADDR",
    services: serving,
    default: ":8080",
    parse: parse.address,
    description: "Listening address of `/metrics`, `/bookkeeping`, `/healthz`, `/readyz` and `/`.",
    remedy: addressRemedy,
  },
  telemetryAddr: {
    name: "TELEMETRY_ADDR",
    services: apart,
    default: ":8081",
    parse: parse.address,
    description: "Listening address of the process's own metrics; standalone serves them on `METRICS_ADDR`.",
    remedy: addressRemedy,
  },
  metricsFamilies: {
    name: "METRICS_FAMILIES",
    services: serving,
    default: "summary,resource,package",
    parse: parse.listOf(parse.oneOf(...metricsFamilies)),
    description: "Sets of metric families to serve; `xp-tracker-0.3` takes the place of `summary`.",
    remedy: "Choose from summary, resource, package, source and xp-tracker-0.3, with commas between.",
  },
} as const satisfies Variables;
