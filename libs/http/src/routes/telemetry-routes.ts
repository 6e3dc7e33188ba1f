import { bodyOf } from "../answers/body.ts";
import { healthRoutes } from "./health-routes.ts";
import { usualBounds } from "../server/bounds.ts";
import type { RouteBounds } from "../server/bounds.ts";
import type { LandingFacts } from "../landing/landing-facts.ts";
import { landingRoute } from "../landing/landing-page.ts";
import { concurrencyLimit } from "./limits.ts";
import type { Readiness } from "./readiness.ts";
import { bodyReply } from "./route.ts";
import type { Route } from "./route.ts";

export interface TelemetryFacts {
  /** Renders the metrics of this process. */
  readonly render: () => Promise<{ readonly contentType: string; readonly body: string | Buffer }>;
  readonly landing: () => LandingFacts;
  /** Without it the process is always ready. */
  readonly readiness?: (() => Readiness) | undefined;
  readonly bounds?: Pick<RouteBounds, "maxConcurrentScrapes"> | undefined;
}

/** What a process tells about itself, on its telemetry address. */
export function telemetryRoutes(facts: TelemetryFacts): readonly Route[] {
  const { render, landing, readiness = () => [], bounds = usualBounds } = facts;
  const routes: readonly Route[] = [
    {
      path: "/metrics",
      limit: concurrencyLimit(bounds.maxConcurrentScrapes, "MAX_CONCURRENT_SCRAPES"),
      title: "Metrics of this process, for Prometheus",
      reply: async () => {
        const { contentType, body } = await render();
        return bodyReply(bodyOf(contentType, body));
      },
    },
    ...healthRoutes(readiness),
  ];
  return [landingRoute(landing, routes), ...routes];
}
