#!/usr/bin/env node
import type { Snapshot } from "@xp-tracker/crossplane";
import { exporterFacts, serving, snapshotRenderer } from "@xp-tracker/exporter";
import { exporterRoutes, startServer } from "@xp-tracker/http";
import { connectKube } from "@xp-tracker/kube";
import { exporterMetrics, familiesOf, pollerMetrics, processRegistry } from "@xp-tracker/metrics";
import { connectOptions, kubeReader, persistAndAnnounce, readerOptions, runPoller, takeOver } from "@xp-tracker/poller";
import { redisAnnouncer } from "@xp-tracker/refresh";
import { runService } from "@xp-tracker/runtime";
import { isPersistent, openStore } from "@xp-tracker/store";

await runService("standalone", async ({ config, log, signal, version, revision }) => {
  const registry = processRegistry({ service: "standalone", version, revision });
  const metrics = pollerMetrics(registry);
  const client = await connectKube({ ...connectOptions(config, version), log });
  const store = openStore(config, log);
  const render = snapshotRenderer(familiesOf(["source", ...config.metricsFamilies]));
  const served = serving(await render(undefined, signal), exporterMetrics(registry));
  const serve = async (snapshot: Snapshot, inTime: AbortSignal): Promise<void> => {
    const startedAt = performance.now();
    const rendered = await render(snapshot, inTime);
    served.swap(rendered, performance.now() - startedAt);
    served.swapBookkeeping(rendered.bookkeeping);
  };
  const announcer =
    config.redisUrl === undefined
      ? undefined
      : redisAnnouncer({ url: config.redisUrl, channel: config.redisChannel, timeoutMs: config.redisTimeoutMs, log });
  const server = await startServer({
    address: config.metricsAddr,
    name: "metrics",
    log,
    routes: exporterRoutes({
      ...exporterFacts("standalone", version, served, () => ""),
      extraMetrics: async () => (await registry.render()).body,
    }),
  });
  log.info("polling and serving", { server: client.server, metrics: `${server.url}/metrics` });

  const beforeCycle = isPersistent(store) ? takeOver(store, log) : undefined;
  await beforeCycle?.(signal);
  const restored = store.current();
  if (restored !== undefined) await serve(restored, signal);
  const persist = isPersistent(store) ? persistAndAnnounce({ store, announcer, log, metrics }) : undefined;
  const reader = kubeReader({ ...readerOptions(config, log), client });
  const afterPublish: typeof serve = async (snapshot, inTime) => {
    await serve(snapshot, inTime);
    await persist?.(snapshot, inTime);
  };
  await runPoller({ ...config, reader, store, beforeCycle, afterPublish, log, metrics }, signal);

  announcer?.close();
  await Promise.all([client.close(), server.close(config.shutdownGraceMs / 2)]);
});
