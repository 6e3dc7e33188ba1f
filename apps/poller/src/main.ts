#!/usr/bin/env node
import { accessChecks, openAccess, startServer, telemetryRoutes } from "@xp-tracker/http";
import { connectKube } from "@xp-tracker/kube";
import type { Term } from "@xp-tracker/kube";
import { leaderMetrics, pollerMetrics, processRegistry } from "@xp-tracker/metrics";
import { openAnnouncer } from "@xp-tracker/refresh";
import { letHeapDouble, runService } from "@xp-tracker/runtime";
import type { Main } from "@xp-tracker/runtime";
import { openPersistentStore } from "@xp-tracker/store";
import { kubeReader } from "./read/kube-reader.ts";
import { inTerm, takeTurns } from "./lead/leadership.ts";
import { connectOptions, readerOptions } from "./options.ts";
import { persistAndAnnounce } from "./persist-and-announce.ts";
import { runPoller } from "./cycle/poller.ts";
import { takeOver } from "./lead/take-over.ts";

const main: Main = async ({ config, log, signal, version, revision }) => {
  const registry = processRegistry({ service: "poller", version, revision });
  const metrics = pollerMetrics(registry);
  const client = await connectKube({ ...connectOptions(config, version), log });
  const store = openPersistentStore(config, log);
  const announcer = openAnnouncer(config, log);
  const telemetry = await startServer({
    address: config.telemetryAddr,
    name: "telemetry",
    log,
    access: await openAccess({ ...config, log }),
    bounds: config,
    routes: telemetryRoutes({
      render: () => registry.render(),
      landing: () => ({ name: "xp-tracker poller", version }),
      bounds: config,
    }),
  });
  log.info("polling", { server: client.server, snapshot: store.location, telemetry: telemetry.url });

  const persist = persistAndAnnounce({ store, announcer, log, metrics });
  const beforeCycle = takeOver(store, log);
  const lead = async (term: Term): Promise<void> => {
    const reader = kubeReader({ ...readerOptions(config, log), client });
    const afterPublish = inTerm(term, persist);
    const parts = { ...config, reader, store, beforeCycle, afterPublish, log, metrics };
    await runPoller(parts, AbortSignal.any([signal, term.signal]));
  };
  await takeTurns({ config, connection: client, log, metrics: leaderMetrics(registry) }, { lead }, signal);

  announcer?.close();
  await Promise.all([client.close(), telemetry.close(config.shutdownGraceMs / 2)]);
};

letHeapDouble();
await runService("poller", main, accessChecks);
