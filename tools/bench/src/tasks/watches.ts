import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig, Watch } from "@kubernetes/client-node";
import { watchedLists } from "@xp-tracker/kube";
import { connect, never } from "../cluster.ts";
import { bytesInUse } from "../measured.ts";
import { memoryOf } from "../process-stats.ts";

interface Input {
  readonly kubeconfigPath: string;
  readonly count: number;
}

const PATH = "/api/v1/namespaces";
const HOUR_MS = 3_600_000;
/** Until the last watch is open at the server and what opening them took is collected. */
const SETTLE_MS = 3_000;

/** Opens watches and keeps them. Needs `--expose-gc`. */
export async function watchOurs({ kubeconfigPath, count }: Input) {
  const client = await connect(kubeconfigPath);
  await client.get(PATH, {}, never);
  const lists = watchedLists(client, { listConcurrency: 4, listIntervalMs: HOUR_MS, resyncIntervalMs: HOUR_MS });
  return addedBy(async () => {
    const one = (index: number) => ({ paths: [PATH], project: () => index, projection: String(index) });
    await Promise.all(Array.from({ length: count }, (_, index) => lists.objects(one(index), never)));
  });
}

export async function watchClientNode({ kubeconfigPath, count }: Input) {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigPath);
  const watch = new Watch(config);
  return addedBy(async () => {
    for (let index = 0; index < count; index += 1) {
      await watch.watch(
        PATH,
        {},
        () => undefined,
        () => undefined,
      );
    }
  });
}

async function addedBy(open: () => Promise<void>): Promise<{ readonly addedMb: number }> {
  await bytesInUse();
  const before = memoryOf("self").rss;
  await open();
  await sleep(SETTLE_MS);
  await bytesInUse();
  return { addedMb: memoryOf("self").rss - before };
}
