import { once } from "node:events";
import { createSecureServer } from "node:http2";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo, Socket } from "node:net";
import { Readable, Transform } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { certificateAuthority, kubeconfig, startKubeSim, type KubeSim, type KubeSimOptions } from "@xp-tracker/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { connectKube } from "../connection/connect-kube.ts";
import type { KubeClient } from "../kube-client.ts";
import type { ListRequest, Lists } from "../lists/lists.ts";
import { watchedLists, type WatchOptions } from "./watched-lists.ts";
import { defaultTiming } from "./watch-timing.ts";

const never = new AbortController().signal;
const PATH = "/api/v1/namespaces";
const timing = { ...defaultTiming, steadyMs: 100, settleMs: 200, backoff: { baseMs: 10, maxMs: 100 } };

const names = (projection = "names"): ListRequest<string> => ({
  paths: [PATH],
  project: (object) => (object as { metadata: { name: string } }).metadata.name,
  projection,
});

const namespace = (name: string) => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

interface Watched {
  readonly sim: KubeSim;
  readonly lists: Lists;
  readonly warnings: unknown[];
}

async function watched(
  options: Partial<WatchOptions> & {
    readonly sim?: KubeSimOptions;
    readonly through?: (client: KubeClient) => KubeClient;
  } = {},
): Promise<Watched> {
  const sim = await startKubeSim({ bookmarkSeconds: 1, ...options.sim });
  const warnings: unknown[] = [];
  const client = await connectKube({
    kubeconfigPath: sim.kubeconfigPath,
    requestTimeoutMs: 5_000,
    userAgent: "test",
    retry: { attempts: 1, baseMs: 1, maxMs: 1 },
  });
  const lists = watchedLists((options.through ?? ((same) => same))(client), {
    listConcurrency: 4,
    listIntervalMs: 300,
    resyncIntervalMs: 3_600_000,
    timing,
    log: { warn: (message, facts) => void warnings.push([message, facts]) },
    ...options,
  });
  onTestFinished(async () => {
    lists.close();
    await client.close();
    await sim.stop();
  });
  return { sim, lists, warnings };
}

async function eventually(check: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await check();
    } catch (error) {
      if (tries > 500) throw error;
      await sleep(20);
    }
  }
}

describe("watched lists", () => {
  it("are listed once, and are the same array until something changes", async () => {
    const { sim, lists } = await watched();
    const first = await lists.objects(names(), never);
    expect(await lists.objects(names(), never)).toBe(first);
    await sim.api.create(PATH, namespace("new"));
    await eventually(async () => expect(await lists.objects(names(), never)).toContain("new"));
    expect((await sim.control.stats()).requests).toMatchObject({ "list /v1/namespaces": 1, "watch /v1/namespaces": 1 });
  });

  it("keep the form that was given back, until the object changes", async () => {
    const { sim, lists } = await watched();
    await sim.api.create(PATH, namespace("one"));
    await sim.api.create(PATH, namespace("two"));
    const items = await lists.objects(names(), never);
    lists.reshape(
      items,
      items.map((name) => `linked ${name}`),
    );
    expect(await lists.objects(names(), never)).toContain("linked one");
    await sim.api.patch(`${PATH}/two`, { metadata: { labels: { a: "b" } } });
    await eventually(async () => expect(await lists.objects(names(), never)).toContain("two"));
    expect(await lists.objects(names(), never)).toContain("linked one");
  });

  it("that may be listed but not watched are listed again and again, and are no failure", async () => {
    const { sim, lists } = await watched();
    await sim.control.addFault({ verbs: ["watch"], status: 403 });
    await lists.objects(names(), never);
    await sim.api.create(PATH, namespace("new"));
    await eventually(async () => expect(await lists.objects(names(), never)).toContain("new"));
    await sleep(1_000);
    expect(await lists.objects(names(), never)).toContain("new");
    expect((await sim.control.stats()).requests["list /v1/namespaces"]).toBeLessThan(10);
  });

  it("whose watches end at once, as through a proxy that does not stream, are listed instead", async () => {
    const through = (client: KubeClient): KubeClient => ({ ...client, stream: async () => Readable.from([]) });
    // The pauses between failures are longer than the test may take.
    const backoff = { baseMs: 3_600_000, maxMs: 3_600_000 };
    const { sim, lists } = await watched({ through, timing: { ...timing, backoff } });
    await lists.objects(names(), never);
    await sim.api.create(PATH, namespace("new"));
    await eventually(async () => expect(await lists.objects(names(), never)).toContain("new"));
    await sim.control.resetStats();
    await sleep(3_000);
    expect(await lists.objects(names(), never)).toContain("new");
    // A list each 300 ms, and before a watch one object, to see where the server is.
    expect((await sim.control.stats()).requests["list /v1/namespaces"]).toBeLessThan(25);
  });

  it("do not wait as long as a server may ask for", async () => {
    const { sim, lists } = await watched();
    await lists.objects(names(), never);
    const fault = await sim.control.addFault({ verbs: ["list", "watch"], status: 503, retryAfterSeconds: 3_600 });
    await sim.control.addFault({ dropWatches: "reset" });
    await eventually(() => expect(lists.objects(names(), never)).rejects.toMatchObject({ errorClass: "server_error" }));
    await sim.control.removeFault(fault);
    await eventually(async () => expect(await lists.objects(names(), never)).toContain("default"));
  });

  it("that are out of touch for longer than a list interval fail, and come back complete", async () => {
    const { sim, lists } = await watched();
    await lists.objects(names(), never);
    const fault = await sim.control.addFault({ gvr: "/v1/namespaces", verbs: ["list", "watch"], status: 500 });
    await sim.control.addFault({ dropWatches: "reset" });
    expect(await lists.objects(names(), never)).toContain("default");
    await eventually(() => expect(lists.objects(names(), never)).rejects.toMatchObject({ errorClass: "server_error" }));
    await sim.api.create(PATH, namespace("meanwhile"));
    await sim.control.removeFault(fault);
    await eventually(async () => expect(await lists.objects(names(), never)).toContain("meanwhile"));
  });

  it("that cannot be read at first fail with the reason", async () => {
    const { sim, lists } = await watched();
    await sim.control.addFault({ gvr: "/v1/namespaces", status: 403 });
    await expect(lists.objects(names(), never)).rejects.toMatchObject({ errorClass: "forbidden" });
  });

  it("go on with a rotated token", async () => {
    const { sim, lists } = await watched({ sim: { token: "old" } });
    await lists.objects(names(), never);
    await sim.control.setTokens(["new"]);
    await sim.control.addFault({ dropWatches: "end" });
    await sim.api.create(PATH, namespace("later"));
    await eventually(async () => expect(await lists.objects(names(), never)).toContain("later"));
  });

  it("that lost an event are repaired by a comparison with a full list, which says so", async () => {
    const { sim, lists, warnings } = await watched({ through: withoutDeletions, resyncIntervalMs: 1_000 });
    await sim.api.create(PATH, namespace("ghost"));
    await lists.objects(names(), never);
    await sleep(200);
    await sim.api.delete(`${PATH}/ghost`);
    await eventually(async () => expect(await lists.objects(names(), never)).not.toContain("ghost"));
    expect(warnings).toEqual([[expect.stringContaining("repaired"), { path: PATH, objects: 1 }]]);
  });

  it("that lost nothing are not touched by comparisons, while objects come and go", async () => {
    const { sim, lists, warnings } = await watched({ resyncIntervalMs: 300 });
    await lists.objects(names(), never);
    for (let round = 0; round < 60; round += 1) {
      await sim.api.create(PATH, namespace(`n-${round % 5}`));
      await sim.api.delete(`${PATH}/n-${(round + 2) % 5}`);
      await sleep(10);
    }
    expect((await sim.control.stats()).requests["list /v1/namespaces"]).toBeGreaterThan(1);
    expect(warnings).toEqual([]);
  });

  it("that nobody asks for any more are given up", async () => {
    const { sim, lists } = await watched();
    await lists.objects(names(), never);
    lists.sweep();
    await lists.objects(names(), never);
    lists.sweep();
    await eventually(async () => expect((await sim.control.stats()).watchesOpen).toBe(1));
    lists.sweep();
    await eventually(async () => expect((await sim.control.stats()).watchesOpen).toBe(0));
  });

  it("are read again under another projection", async () => {
    const { lists } = await watched();
    await lists.objects(names(), never);
    const upper = { ...names("upper"), project: () => "X" };
    expect(new Set(await lists.objects(upper, never))).toEqual(new Set(["X"]));
  });

  it("300 of them cost at most 4 connections, and nothing while nothing happens", { timeout: 30_000 }, async () => {
    const { sim, lists } = await watched();
    await Promise.all(Array.from({ length: 300 }, (_, index) => lists.objects(names(String(index)), never)));
    await eventually(async () => expect((await sim.control.stats()).watchesOpen).toBe(300));
    // One of them is the control client's, which connects anew for each request.
    expect((await sim.control.stats()).connectionsOpen).toBeLessThanOrEqual(4 + 1);
    await sim.control.resetStats();
    await sleep(1_500);
    expect((await sim.control.stats()).requestsTotal).toBe(0);
  });
});

/** A client whose watches never show that something was deleted. */
const withoutDeletions = (client: KubeClient): KubeClient => ({
  ...client,
  stream: async (path, query, signal) =>
    (await client.stream(path, query, signal)).pipe(
      new Transform({
        transform(chunk: Buffer, _encoding, done) {
          done(null, chunk.includes('"DELETED"') ? undefined : chunk);
        },
      }),
    ),
});

describe("a server that allows few streams on a connection", () => {
  it("gets more connections, and no watch waits for another to end", async () => {
    const authority = certificateAuthority();
    const { cert, key } = authority.server(["127.0.0.1"]);
    const server = createSecureServer({ cert, key, settings: { maxConcurrentStreams: 10 } });
    const sockets = new Set<Socket>();
    let open = 0;
    server.on("connection", (socket: Socket) => void sockets.add(socket.on("error", () => undefined)));
    server.on("stream", (stream) => {
      open += 1;
      stream.on("error", () => undefined);
      stream.respond({ ":status": 200 });
      stream.write("\n");
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const folder = await mkdtemp(join(tmpdir(), "few-streams-"));
    const kubeconfigPath = join(folder, "kubeconfig");
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await writeFile(kubeconfigPath, kubeconfig({ server: url, ca: authority.cert, user: { token: "t" } }));
    const client = await connectKube({ kubeconfigPath, requestTimeoutMs: 5_000, userAgent: "test" });
    onTestFinished(async () => {
      await client.close();
      for (const socket of sockets) socket.destroy();
      server.close();
      await rm(folder, { recursive: true });
    });

    await Promise.all(Array.from({ length: 45 }, (_, index) => client.stream(`/watch/${index}`, {}, never)));
    expect(open).toBe(45);
    expect(sockets.size).toBe(5);
  });
});
