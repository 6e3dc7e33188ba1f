import { bodyOf } from "./body.ts";
import { healthRoutes } from "./health-routes.ts";
import type { LandingFacts } from "./landing-facts.ts";
import { landingRoute } from "./landing-page.ts";
import type { Readiness } from "./readiness.ts";
import { bodyReply } from "./route.ts";
import type { Route } from "./route.ts";

export interface TelemetryFacts {
  /** Renders the metrics of this process. */
  readonly render: () => Promise<{ readonly contentType: string; readonly body: string | Buffer }>;
  readonly landing: () => LandingFacts;
  /** Without it the process is always ready. */
  readonly readiness?: (() => Readiness) | undefined;
}

/** What a process tells about itself, on its telemetry address. */
export function telemetryRoutes({ render, landing, readiness = () => [] }: TelemetryFacts): readonly Route[] {
  const routes: readonly Route[] = [
    {
      path: "/metrics",
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
