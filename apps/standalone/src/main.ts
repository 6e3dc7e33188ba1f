#!/usr/bin/env node
import type { Snapshot } from "@xp-tracker/crossplane";
import { exporterFacts, serving, snapshotRenderer } from "@xp-tracker/exporter";
import { accessChecks, exporterRoutes, openAccess, startServer } from "@xp-tracker/http";
import { connectKube } from "@xp-tracker/kube";
import type { Term } from "@xp-tracker/kube";
import { familiesOf, leaderMetrics, pollerMetrics, processRegistry, servingMetrics } from "@xp-tracker/metrics";
import {
  connectOptions,
  endless,
  follow,
  inTerm,
  kubeReader,
  persistAndAnnounce,
  readerOptions,
  runPoller,
  takeOver,
  takeTurns,
} from "@xp-tracker/poller";
import { openAnnouncer } from "@xp-tracker/refresh";
import { runService } from "@xp-tracker/runtime";
import type { Main } from "@xp-tracker/runtime";
import { isPersistent, openStore } from "@xp-tracker/store";

const main: Main = async ({ config, log, signal, version, revision }) => {
  const registry = processRegistry({ service: "standalone", version, revision });
  const metrics = pollerMetrics(registry);
  const client = await connectKube({ ...connectOptions(config, version), log });
  const store = openStore(config, log);
  const render = snapshotRenderer(familiesOf(["source", ...config.metricsFamilies]));
  const served = serving(await render(undefined, signal), servingMetrics(registry));
  const serve = async (snapshot: Snapshot, inTime: AbortSignal): Promise<void> => {
    const startedAt = performance.now();
    const rendered = await render(snapshot, inTime);
    served.swap(rendered, performance.now() - startedAt);
    served.swapBookkeeping(rendered.bookkeeping);
  };
  const announcer = openAnnouncer(config, log);
  const server = await startServer({
    address: config.metricsAddr,
    name: "metrics",
    log,
    access: await openAccess({ ...config, log }),
    bounds: config,
    routes: exporterRoutes({
      ...exporterFacts("standalone", version, served, () => ""),
      bounds: config,
      extraMetrics: async () => (await registry.render()).body,
    }),
  });
  log.info("polling and serving", { server: client.server, metrics: `${server.url}/metrics` });

  const beforeCycle = isPersistent(store) ? takeOver(store, log) : undefined;
  await beforeCycle?.(signal);
  const restored = store.current();
  if (restored !== undefined) await serve(restored, signal);
  const persist = isPersistent(store) ? persistAndAnnounce({ store, announcer, log, metrics }) : undefined;
  const lead = async (term: Term): Promise<void> => {
    const reader = kubeReader({ ...readerOptions(config, log), client });
    const afterPublish = inTerm(term, async (snapshot, inTime) => {
      await serve(snapshot, inTime);
      await persist?.(snapshot, inTime);
    });
    const parts = { ...config, reader, store, beforeCycle, afterPublish, log, metrics };
    await runPoller(parts, AbortSignal.any([signal, term.signal]));
  };
  if (beforeCycle === undefined) await lead(endless);
  else {
    const roles = {
      lead,
      follow: follow({ store, restore: beforeCycle, serve, intervalMs: config.pollIntervalMs, log }),
    };
    await takeTurns({ config, connection: client, log, metrics: leaderMetrics(registry) }, roles, signal);
  }

  announcer?.close();
  await Promise.all([client.close(), server.close(config.shutdownGraceMs / 2)]);
};

await runService("standalone", main, accessChecks);
