export { exporterFacts } from "./exporter-facts.ts";
export { lookAndRender, makersOf } from "./look-and-render.ts";
export { pageMaker } from "./page-maker.ts";
export { snapshotRenderer } from "./render-snapshot.ts";
export type { SnapshotRenderer } from "./render-snapshot.ts";
export type { Rendered, RenderedMetrics } from "./rendered.ts";
export { serving } from "./served.ts";
export type { Served, Serving } from "./served.ts";
