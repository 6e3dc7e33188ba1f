import { setTimeout as sleep } from "node:timers/promises";
import { kubeApiserverSkipReason, loadObjects, samplePlatform, startKubeApiserver, xrdCrd } from "@xp-tracker/testing";
import type { KubeApiserver } from "@xp-tracker/testing";
import type { Benchmark } from "../benchmark.ts";
import { mapBounded } from "@xp-tracker/runtime";
import { cpuSecondsOf } from "../process-stats.ts";
import { startApp, startShared } from "../services.ts";
import { withDirectory } from "../temporary-directory.ts";

const CLAIMS = "/apis/data.acme.example/v1beta1/namespaces/team-a/databases";
/** With what the server adds to it, about 3.3 KB. */
const NOTES = "n".repeat(2_700);
const WRITERS = 4;
const WINDOW_MS = 10_000;

/** What a real kube-apiserver spends on a poller: on full lists, and on watches of which 1 % changed. */
export const apiServer: Benchmark = {
  name: "api-server",
  absent: kubeApiserverSkipReason,
  run: ({ realObjects }, progress) =>
    withDirectory(async (dir) => {
      const server = await startKubeApiserver();
      const shared = await startShared(dir);
      const cluster = { ...shared.environment, KUBECONFIG: server.kubeconfigPath };
      const names = Array.from({ length: realObjects }, (_, index) => `many-${index}`);
      const changed = names.filter((_, index) => index % 100 === 0);
      try {
        await loadObjects(server.api, [xrdCrd, ...samplePlatform]);
        await inParallel(names, (name) => server.api.create(CLAIMS, claim(name)));
        progress(`${realObjects} claims on a real kube-apiserver`);
        const alone = await spent(server, () => inParallel(changed, (name) => touch(server, name)));

        const lister = await startApp("poller", { ...cluster, POLL_MODE: "list", POLL_INTERVAL_SECONDS: "1" });
        await lister.nextCycle();
        const before = cpuSecondsOf(server.pid);
        await lister.nextCycle();
        const full = cpuSecondsOf(server.pid) - before;
        await lister.stop();

        const watcher = await startApp("poller", { ...cluster, POLL_MODE: "watch", POLL_INTERVAL_SECONDS: "2" });
        await watcher.nextCycle();
        await watcher.nextCycle();
        const watched = await spent(server, () => inParallel(changed, (name) => touch(server, name)));
        await watcher.stop();
        return [
          {
            what: `${realObjects} objects on a real kube-apiserver, 1 % changed: its CPU for a poller that watches, ${WINDOW_MS / 1_000} s`,
            unit: "CPU s",
            // The writes themselves cost the same with and without anybody who watches.
            value: Math.max(0, watched - alone),
            beside: { name: "one full-list cycle", value: full },
            budget: { of: "ratio", bound: "at most", limit: 0.05 },
          },
        ];
      } finally {
        await shared.stop();
        await server.stop();
      }
    }),
};

const claim = (name: string) => ({
  apiVersion: "data.acme.example/v1beta1",
  kind: "Database",
  metadata: { name, namespace: "team-a", annotations: { "example.org/notes": NOTES } },
  spec: { size: "small" },
});

const touch = (server: KubeApiserver, name: string) =>
  server.api.patch(`${CLAIMS}/${name}`, { spec: { touched: Math.random().toString(36) } });

async function inParallel(
  names: readonly string[],
  write: (name: string) => Promise<{ readonly status: number; readonly body: unknown }>,
): Promise<void> {
  await mapBounded(names, WRITERS, async (name) => {
    const { status, body } = await write(name);
    if (status >= 300) throw new Error(`HTTP ${status} for ${name}: ${JSON.stringify(body)}`);
  });
}

/** CPU seconds of the server in a window of always the same length, in which `work` is done. */
async function spent(server: KubeApiserver, work: () => Promise<void>): Promise<number> {
  const before = cpuSecondsOf(server.pid);
  const over = sleep(WINDOW_MS);
  await Promise.all([over, work()]);
  return cpuSecondsOf(server.pid) - before;
}
