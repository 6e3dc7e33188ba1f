export { exporterFacts } from "./serve/exporter-facts.ts";
export { lookAndRender, makersOf } from "./thread/look-and-render.ts";
export { pageMaker } from "./render/page-maker.ts";
export { snapshotRenderer } from "./render/render-snapshot.ts";
export type { SnapshotRenderer } from "./render/render-snapshot.ts";
export type { Rendered, RenderedMetrics } from "./render/rendered.ts";
export { serving } from "./serve/served.ts";
export type { Served, Serving } from "./serve/served.ts";
