import type { DemoOptions } from "./options.ts";
import type { Environment } from "./service-process.ts";

/** What the parts around the services are called, once they run. */
export interface Surroundings {
  readonly kubeconfigPath: string;
  /** `STORE_BACKEND` and what belongs to it. */
  readonly store: Environment;
  readonly redis: Environment;
}

export interface PlannedService {
  readonly name: string;
  readonly app: "poller" | "exporter" | "standalone";
  readonly environment: Environment;
  /** Where its pages are, by what they are. */
  readonly urls: Readonly<Record<string, string>>;
}

const url = (port: number): string => `http://127.0.0.1:${port}`;
const address = (port: number): string => `127.0.0.1:${port}`;

/** Which services run, and with which settings: standalone, or a poller and two exporters. */
export function plannedServices({ split, port }: DemoOptions, around: Surroundings): readonly PlannedService[] {
  const cluster: Environment = {
    KUBECONFIG: around.kubeconfigPath,
    CREATOR_ANNOTATION_KEY: "platform.example/created-by",
    TEAM_ANNOTATION_KEY: "platform.example/team",
    POLL_INTERVAL_SECONDS: "5",
  };
  if (!split) {
    const environment = { ...cluster, STORE_BACKEND: "memory", METRICS_ADDR: address(port) };
    return [{ name: "standalone", app: "standalone", environment, urls: { "landing page": url(port) } }];
  }
  const shared = { ...around.store, ...around.redis };
  const exporter = (name: string, metricsPort: number): PlannedService => ({
    name,
    app: "exporter",
    environment: {
      ...shared,
      REFRESH_INTERVAL_SECONDS: "5",
      METRICS_ADDR: address(metricsPort),
      TELEMETRY_ADDR: address(metricsPort + 1),
    },
    urls: { "landing page": url(metricsPort), telemetry: `${url(metricsPort + 1)}/metrics` },
  });
  return [
    {
      name: "poller",
      app: "poller",
      environment: { ...shared, ...cluster, TELEMETRY_ADDR: address(port + 4) },
      urls: { telemetry: `${url(port + 4)}/metrics` },
    },
    exporter("exporter-1", port),
    exporter("exporter-2", port + 2),
  ];
}
