import { fileURLToPath } from "node:url";

export const inRepository = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const DASHBOARDS = inRepository("deploy/grafana/dashboards");
export const PROMETHEUS = inRepository("deploy/prometheus");
export const RULES = inRepository("deploy/prometheus/rules");
export const RULE_TESTS = inRepository("deploy/prometheus/rules/tests");
export const RUNBOOKS = inRepository("docs/alerts");
