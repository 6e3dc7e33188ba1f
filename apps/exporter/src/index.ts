export { followSnapshot } from "./follow-snapshot.ts";
export type { FollowDeps, Following } from "./follow-snapshot.ts";
export { landingFacts } from "./landing.ts";
export { snapshotReadiness } from "./readiness.ts";
export { renderPages } from "./render-pages.ts";
export { serving } from "./served.ts";
export type { Served, Serving } from "./served.ts";
