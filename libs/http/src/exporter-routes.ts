import type { Pages } from "./body.ts";
import { healthRoutes } from "./health-routes.ts";
import type { LandingFacts } from "./landing-facts.ts";
import { landingRoute } from "./landing-page.ts";
import { metricsRoute } from "./metrics-route.ts";
import type { Readiness } from "./readiness.ts";
import { bodyReply } from "./route.ts";
import type { Route } from "./route.ts";

export interface ExporterFacts {
  /** What is served now; asked once for each request. */
  readonly pages: () => Pages;
  readonly readiness: () => Readiness;
  readonly landing: () => LandingFacts;
  /** The process's own metrics, text format 0.0.4, where they share the page: in standalone. */
  readonly extraMetrics?: (() => Promise<Buffer | string>) | undefined;
}

/** What the exporter and standalone serve to the world. */
export function exporterRoutes({ pages, readiness, landing, extraMetrics }: ExporterFacts): readonly Route[] {
  const routes = [
    metricsRoute(() => pages().metrics, extraMetrics),
    {
      path: "/bookkeeping",
      title: "Every claim, XR and MR as JSON",
      reply: () => bodyReply(pages().bookkeeping, { vary: "Accept-Encoding" }),
    },
    ...healthRoutes(readiness),
  ];
  return [landingRoute(landing, routes), ...routes];
}
