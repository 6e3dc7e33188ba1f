import { readFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  kubeApiserverSkipReason,
  loadObjects,
  mrdCrd,
  samplePlatform,
  seeded,
  startKubeApiserver,
  startKubeSim,
  xrdCrd,
  type ApiClient,
  type KubeSim,
} from "@xp-tracker/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { KubeApiError } from "../api-error.ts";
import { connectKube } from "../connection/connect-kube.ts";
import { freshLists, type ListRequest, type Lists } from "../lists/lists.ts";
import { startRelay, type Relay } from "../testing/relay.ts";
import { repeatingClient } from "../testing/unreliable-client.ts";
import { watchedLists } from "./watched-lists.ts";

/** How many things happen in each run; `XP_WATCH_STEPS=10000` for a long one, `XP_WATCH_SEED` for another one. */
const STEPS = Number(process.env["XP_WATCH_STEPS"] ?? 300);
const SEED = Number(process.env["XP_WATCH_SEED"] ?? 1);
const STEPS_BETWEEN_PAUSES = 20;

const never = new AbortController().signal;

interface Collection {
  readonly apiVersion: string;
  readonly kind: string;
  readonly list: string;
  readonly namespaces: readonly string[];
  readonly in: (namespace: string) => string;
}

const namespaced = (apiVersion: string, kind: string, plural: string): Collection => ({
  apiVersion,
  kind,
  list: `/apis/${apiVersion}/${plural}`,
  namespaces: ["team-a", "team-b"],
  in: (namespace) => `/apis/${apiVersion}/namespaces/${namespace}/${plural}`,
});

const clusterScoped = (apiVersion: string, kind: string, plural: string): Collection => ({
  apiVersion,
  kind,
  list: `/apis/${apiVersion}/${plural}`,
  namespaces: [""],
  in: () => `/apis/${apiVersion}/${plural}`,
});

const collections: readonly Collection[] = [
  namespaced("plain.example/v1", "Request", "requests"),
  clusterScoped("plain.example/v1", "Machine", "machines"),
  clusterScoped("storage.cloud.example/v1beta1", "Bucket", "buckets"),
];

interface Seen {
  readonly namespace: string;
  readonly name: string;
  readonly state: string;
}

const project = (object: unknown): Seen => {
  const { metadata, spec } = object as {
    readonly metadata: { readonly namespace?: string; name: string; uid: string; resourceVersion: string };
    readonly spec?: unknown;
  };
  const { namespace = "", name, uid, resourceVersion } = metadata;
  return { namespace, name, state: `${uid} ${resourceVersion} ${JSON.stringify(spec)}` };
};

const requestOf = ({ list }: Collection): ListRequest<Seen> => ({ paths: [list], project, projection: "seen" });

const timing = {
  lifeMs: [1_000, 3_000],
  marginMs: 300,
  steadyMs: 200,
  backoff: { baseMs: 20, maxMs: 300 },
  settleMs: 500,
} as const;

type Random = () => number;
type Step = (random: Random) => Promise<unknown>;

const oneOf = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)] as T;

/** Writes to few names, so that objects are made again under the names of deleted ones. */
function writes(api: () => ApiClient): readonly Step[] {
  const pick = (random: Random) => {
    const collection = oneOf(collections, random);
    const namespace = oneOf(collection.namespaces, random);
    return { collection, namespace, name: `o-${Math.floor(random() * 12)}` };
  };
  const objectOf = ({ collection, namespace, name }: ReturnType<typeof pick>, size: number) => ({
    apiVersion: collection.apiVersion,
    kind: collection.kind,
    metadata: { name, ...(namespace === "" ? {} : { namespace }) },
    // A line separator to JavaScript, not to JSON; and characters that a chunk may cut.
    spec: { size, text: "a\u2028b\u00e9\u{1f600}" },
  });
  const create: Step = async (random) => {
    const one = pick(random);
    await api().create(one.collection.in(one.namespace), objectOf(one, random()));
  };
  const update: Step = async (random) => {
    const { collection, namespace, name } = pick(random);
    await api().patch(`${collection.in(namespace)}/${name}`, { spec: { size: random() } });
  };
  const remove: Step = async (random) => {
    const { collection, namespace, name } = pick(random);
    await api().delete(`${collection.in(namespace)}/${name}`);
  };
  const replace: Step = async (random) => {
    const one = pick(random);
    const path = one.collection.in(one.namespace);
    await api().delete(`${path}/${one.name}`);
    await api().create(path, objectOf(one, random()));
  };
  return [create, create, create, update, update, update, remove, replace];
}

async function watchedThrough(kubeconfigPath: string, relay: Relay, random: Random): Promise<Lists> {
  const folder = await mkdtemp(join(tmpdir(), "watch-test-"));
  const path = join(folder, "kubeconfig");
  const text = await readFile(kubeconfigPath, "utf8");
  await writeFile(path, text.replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${relay.port}`));
  const retry = { attempts: 2, baseMs: 10, maxMs: 100 };
  const client = await connectKube({ kubeconfigPath: path, requestTimeoutMs: 1_500, userAgent: "test", retry });
  const lists = watchedLists(repeatingClient(client, random), {
    listConcurrency: 2,
    listIntervalMs: 200,
    resyncIntervalMs: 3_600_000,
    timing,
  });
  onTestFinished(async () => {
    lists.close();
    await client.close();
    await rm(folder, { recursive: true });
  });
  return lists;
}

async function directLists(kubeconfigPath: string): Promise<Lists> {
  const client = await connectKube({ kubeconfigPath, requestTimeoutMs: 1_500, userAgent: "test" });
  onTestFinished(() => client.close());
  return freshLists(client);
}

const whileStale = (error: unknown): undefined => {
  if (!(error instanceof KubeApiError)) throw error;
};

/** The faults that are still to come may hit whoever comes next. */
async function persistently<T>(read: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof KubeApiError)) throw error;
    }
  }
}

const inOrder = (items: readonly Seen[]): readonly Seen[] =>
  items.toSorted((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1));

async function expectSameRows(watched: Lists, direct: Lists, context: string): Promise<void> {
  for (const collection of collections) {
    const listed = inOrder(await persistently(() => direct.objects(requestOf(collection), never)));
    let seen: readonly Seen[] | undefined;
    for (let waitedMs = 0; waitedMs < 30_000; waitedMs += 20) {
      seen = await watched.objects(requestOf(collection), never).catch(whileStale);
      if (JSON.stringify(seen) === JSON.stringify(listed)) break;
      await sleep(20);
    }
    expect(seen, `${collection.list}, ${context}`).toEqual(listed);
  }
}

interface Run {
  readonly watched: Lists;
  readonly direct: Lists;
  readonly often: readonly Step[];
  /** Each about once in a hundred steps. */
  readonly seldom: readonly Step[];
  readonly steps: number;
  readonly random: Random;
}

/** Resolves with the number of steps that went well: all of them. */
async function stepsWithSameRows({ watched, direct, often, seldom, steps, random }: Run): Promise<number> {
  await expectSameRows(watched, direct, "at the start");
  for (let step = 1; step <= steps; step += 1) {
    const isSeldom = random() < seldom.length / 100;
    await oneOf(isSeldom ? seldom : often, random)(random);
    if (step % STEPS_BETWEEN_PAUSES === 0) await expectSameRows(watched, direct, `seed ${SEED}, step ${step}`);
  }
  return steps;
}

/** What a server and the network between do; every part of it passes. */
const troubles = (sim: () => KubeSim, relay: Relay): readonly Step[] => [
  () => sim().control.compact(),
  (random) => sim().control.addFault({ gvr: "*/*/*", dropWatches: oneOf(["end", "reset", "expired"], random) }),
  async () => relay.cut(),
  async () => relay.freeze(),
  (random) => sim().control.addFault({ verbs: ["watch"], status: oneOf([403, 429, 500], random), times: 2 }),
  (random) => sim().control.addFault({ verbs: ["list"], status: oneOf([410, 500, 503], random), times: 2 }),
  () => sim().control.addFault({ verbs: ["watch"], malformed: true, times: 1 }),
  () => sim().control.addFault({ verbs: ["watch", "list"], hang: true, times: 1 }),
];

const platform = [xrdCrd, mrdCrd, ...samplePlatform];

describe("watched rows equal those of a full list after every pause", () => {
  it("over HTTP/2, whatever happens to watches and connections", { timeout: 60_000 + STEPS * 500 }, async () => {
    const random = seeded(SEED).next;
    const sim = await startKubeSim({ bookmarkSeconds: 1, token: "t" });
    onTestFinished(sim.stop);
    await loadObjects(sim.api, platform);
    const relay = await startRelay(() => sim.port);
    onTestFinished(relay.stop);
    const watched = await watchedThrough(sim.kubeconfigPath, relay, random);
    const direct = await directLists(sim.kubeconfigPath);
    const often = writes(() => sim.api);
    expect(
      await stepsWithSameRows({
        watched,
        direct,
        often,
        seldom: troubles(() => sim, relay),
        steps: STEPS,
        random,
      }),
    ).toBe(STEPS);
  });

  it(
    "over HTTP/1.1, also when the server comes back in an older state",
    { timeout: 60_000 + STEPS * 500 },
    async () => {
      const random = seeded(SEED + 1).next;
      const options = { bookmarkSeconds: 1, http: true };
      let sim = await startKubeSim(options);
      onTestFinished(() => sim.stop());
      await loadObjects(sim.api, platform);
      const relay = await startRelay(() => sim.port);
      onTestFinished(relay.stop);
      const watched = await watchedThrough(sim.kubeconfigPath, relay, random);
      const direct = await directLists(sim.kubeconfigPath);
      const restart = async (): Promise<void> => {
        const { port } = sim;
        await sim.stop();
        sim = await startKubeSim({ ...options, port });
        await loadObjects(sim.api, platform);
        // A server that overtakes its former self unseen is told by nothing; whoever restores etcd raises its revision.
        await expectSameRows(watched, direct, "after a restart");
      };
      const often = writes(() => sim.api);
      expect(
        await stepsWithSameRows({
          watched,
          direct,
          often,
          seldom: [...troubles(() => sim, relay), restart],
          steps: STEPS,
          random,
        }),
      ).toBe(STEPS);
    },
  );

  const skip = kubeApiserverSkipReason();
  const reason = skip === undefined ? "" : ` (skipped: ${skip})`;
  it.skipIf(skip !== undefined)(`of a real kube-apiserver${reason}`, { timeout: 180_000 }, async () => {
    const random = seeded(SEED + 2).next;
    const server = await startKubeApiserver();
    onTestFinished(server.stop);
    await loadObjects(server.api, platform);
    const relay = await startRelay(() => Number(new URL(server.url).port));
    onTestFinished(relay.stop);
    const watched = await watchedThrough(server.kubeconfigPath, relay, random);
    const direct = await directLists(server.kubeconfigPath);
    const often = writes(() => server.api);
    const steps = Math.min(STEPS, 300);
    const seldom: readonly Step[] = [async () => relay.cut(), async () => relay.freeze()];
    expect(await stepsWithSameRows({ watched, direct, often, seldom, steps, random })).toBe(steps);
  });
});
