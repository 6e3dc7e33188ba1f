#!/usr/bin/env node
import { exporterRoutes, startServer, telemetryRoutes } from "@xp-tracker/http";
import { exporterMetrics, familiesOf, processRegistry } from "@xp-tracker/metrics";
import { redisListener } from "@xp-tracker/refresh";
import { runService } from "@xp-tracker/runtime";
import { openPersistentStore } from "@xp-tracker/store";
import { exporterFacts } from "./exporter-facts.ts";
import { followSnapshot } from "./follow-snapshot.ts";
import { serving } from "./served.ts";

await runService("exporter", async ({ config, log, signal, version, revision }) => {
  const registry = processRegistry({ service: "exporter", version, revision });
  const metrics = exporterMetrics(registry);
  const store = openPersistentStore(config, log);
  const served = await serving(familiesOf(["source", ...config.metricsFamilies]), metrics, signal);

  const following = followSnapshot(
    {
      store,
      serve: (snapshot, inTime) => served.swap(snapshot, inTime),
      intervalMs: config.refreshIntervalMs,
      log,
      metrics,
    },
    signal,
  );
  const listener =
    config.redisUrl === undefined
      ? undefined
      : redisListener({
          url: config.redisUrl,
          channel: config.redisChannel,
          timeoutMs: config.redisTimeoutMs,
          cluster: config.clusterName,
          log,
          onHint: () => {
            metrics.hintReceived();
            following.wake();
          },
          onConnect: () => following.wake(),
          onState: (state) => metrics.subscribed(state === "subscribed"),
        });

  const facts = exporterFacts("exporter", version, served, () => following.trouble());
  const server = await startServer({
    address: config.metricsAddr,
    name: "metrics",
    log,
    routes: exporterRoutes(facts),
  });
  const telemetry = await startServer({
    address: config.telemetryAddr,
    name: "telemetry",
    log,
    routes: telemetryRoutes({ ...facts, render: () => registry.render() }),
  });
  log.info("serving", { snapshot: store.location, metrics: `${server.url}/metrics`, telemetry: telemetry.url });

  await following.done;
  listener?.close();
  await Promise.all([server.close(config.shutdownGraceMs / 2), telemetry.close(config.shutdownGraceMs / 2)]);
});
