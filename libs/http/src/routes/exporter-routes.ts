import type { Pages } from "../answers/body.ts";
import { usualBounds } from "../server/bounds.ts";
import type { RouteBounds } from "../server/bounds.ts";
import { healthRoutes } from "./health-routes.ts";
import type { LandingFacts } from "../landing/landing-facts.ts";
import { landingRoute } from "../landing/landing-page.ts";
import { concurrencyLimit, rateLimit } from "./limits.ts";
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
  readonly bounds?: RouteBounds | undefined;
}

/** What the exporter and standalone serve to the world. */
export function exporterRoutes(facts: ExporterFacts): readonly Route[] {
  const { pages, readiness, landing, extraMetrics, bounds = usualBounds } = facts;
  const scrapes = concurrencyLimit(bounds.maxConcurrentScrapes, "MAX_CONCURRENT_SCRAPES");
  const routes = [
    metricsRoute(() => pages().metrics, extraMetrics, scrapes),
    {
      path: "/bookkeeping",
      title: "Every claim, XR and MR as JSON",
      limit: rateLimit(bounds.bookkeepingPerMinute, "BOOKKEEPING_REQUESTS_PER_MINUTE"),
      reply: () => bodyReply(pages().bookkeeping, { vary: "Accept-Encoding" }),
    },
    ...healthRoutes(readiness),
  ];
  return [landingRoute(landing, routes), ...routes];
}
