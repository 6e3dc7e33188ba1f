export { exporterFacts } from "./exporter-facts.ts";
export { serving } from "./served.ts";
export type { Served, Serving } from "./served.ts";
