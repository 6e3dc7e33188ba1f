#!/usr/bin/env node
import { accessChecks, exporterRoutes, openAccess, startServer, telemetryRoutes } from "@xp-tracker/http";
import { exporterMetrics, familiesOf, processRegistry } from "@xp-tracker/metrics";
import { redisListener } from "@xp-tracker/refresh";
import { runService } from "@xp-tracker/runtime";
import type { Main } from "@xp-tracker/runtime";
import { exporterFacts } from "./serve/exporter-facts.ts";
import { followSnapshot } from "./follow-snapshot.ts";
import { renderSnapshot } from "./render/render-snapshot.ts";
import { startRenderThread } from "./thread/render-thread.ts";
import { serving } from "./serve/served.ts";
import { threadSettings } from "./thread/thread-settings.ts";

const main: Main = async ({ config, log, signal, version, revision }) => {
  const registry = processRegistry({ service: "exporter", version, revision });
  const metrics = exporterMetrics(registry);
  const families = familiesOf(["source", ...config.metricsFamilies]);
  const served = serving(await renderSnapshot(undefined, families, signal), metrics);
  const thread = await startRenderThread({ settings: threadSettings(config), log });

  const following = followSnapshot({ thread, served, intervalMs: config.refreshIntervalMs, log, metrics }, signal);
  const listener =
    config.redisUrl === undefined
      ? undefined
      : redisListener({
          url: config.redisUrl,
          channel: config.redisChannel,
          timeoutMs: config.redisTimeoutMs,
          caFile: config.redisCaFile,
          passwordFile: config.redisPasswordFile,
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
  const access = await openAccess({ ...config, log });
  const server = await startServer({
    address: config.metricsAddr,
    name: "metrics",
    log,
    access,
    bounds: config,
    routes: exporterRoutes({ ...facts, bounds: config }),
  });
  const telemetry = await startServer({
    address: config.telemetryAddr,
    name: "telemetry",
    log,
    access,
    bounds: config,
    routes: telemetryRoutes({ ...facts, render: () => registry.render(), bounds: config }),
  });
  log.info("serving", { snapshot: thread.location, metrics: `${server.url}/metrics`, telemetry: telemetry.url });

  await following.done;
  listener?.close();
  await thread.close();
  await Promise.all([server.close(config.shutdownGraceMs / 2), telemetry.close(config.shutdownGraceMs / 2)]);
};

await runService("exporter", main, accessChecks);
