import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kubeApiserverSkipReason, startKubeApiserver, startKubeSim } from "@xp-tracker/testing";
import type { ApiClient } from "@xp-tracker/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { connectKube } from "../connection/connect-kube.ts";
import { startRelay } from "../testing/relay.ts";
import { leaseTiming } from "./election.ts";
import { runElection } from "./elector.ts";
import type { Term } from "./term.ts";

interface ApiServer {
  readonly url: string;
  readonly kubeconfigPath: string;
  readonly api: ApiClient;
  readonly stop: () => Promise<void>;
}

const targets: readonly [name: string, skip: string | undefined, start: () => Promise<ApiServer>][] = [
  ["the simulated control plane", undefined, () => startKubeSim({ token: "t" })],
  ["a real kube-apiserver", kubeApiserverSkipReason(), startKubeApiserver],
];

/** Long enough that nobody takes a Lease over by waiting for its end. */
const LONG_MS = 60_000;
const leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";

for (const [target, skip, start] of targets) {
  describe.skipIf(skip !== undefined)(
    `elections on ${target}${skip === undefined ? "" : ` (skipped: ${skip})`}`,
    () => {
      let server: ApiServer;
      let names = 0;
      beforeAll(async () => {
        server = await start();
      });
      afterAll(() => server?.stop());

      const until = (claim: () => void | Promise<void>) => vi.waitFor(claim, { timeout: 30_000, interval: 10 });
      const lease = async (name: string) =>
        (await server.api.get(`${leases}/${name}`)).body as {
          readonly metadata: { readonly labels?: object };
          readonly spec: { readonly holderIdentity: string; readonly leaseTransitions: number };
        };

      /** A process of an election, which leads until it is told to end. */
      async function candidate(
        identity: string,
        name: string,
        durationMs: number,
        kubeconfigPath = server.kubeconfigPath,
      ) {
        const client = await connectKube({ kubeconfigPath, requestTimeoutMs: 10_000, userAgent: "test" });
        const timing = { ...leaseTiming(durationMs), retryMs: 100 };
        const told: string[] = [];
        const failures: unknown[] = [];
        const stop = new AbortController();
        let term: Term | undefined;
        const events = {
          waiting: (holder: string) => told.push(`waiting for ${holder}`),
          elected: () => told.push("elected"),
          lost: () => told.push("lost"),
          failed: (error: unknown) => failures.push(error),
          worked: () => undefined,
        };
        const lead = async (own: Term): Promise<void> => {
          term = own;
          const over = AbortSignal.any([own.signal, stop.signal]);
          if (!over.aborted) await new Promise((resolve) => over.addEventListener("abort", resolve));
          term = undefined;
        };
        const access = client.lease({ namespace: "default", name }, timing.requestMs);
        const done = runElection({ access, identity, timing, events }, { lead }, stop.signal);
        const end = async (): Promise<void> => {
          stop.abort();
          await done;
          await client.close();
        };
        onTestFinished(end);
        const leads = (): boolean => term !== undefined && !term.signal.aborted;
        return { told, failures, leads, end };
      }
      const newName = (): string => `lease-${(names += 1)}`;

      it("of candidates that come at the same time one leads, and the others wait for it", async () => {
        const name = newName();
        const all = await Promise.all(["a", "b", "c"].map((identity) => candidate(identity, name, LONG_MS)));
        await until(() => expect(all.map(({ told }) => told.length)).toEqual([1, 1, 1]));
        const { holderIdentity } = (await lease(name)).spec;
        expect(all.map(({ leads }) => leads())).toEqual(["a", "b", "c"].map((identity) => identity === holderIdentity));
        expect(all.flatMap(({ told }) => told).toSorted()).toEqual([
          "elected",
          ...[1, 2].map(() => `waiting for ${holderIdentity}`),
        ]);
      });

      it("a leader that ends leaves the Lease: another need not wait for its end", async () => {
        const name = newName();
        const first = await candidate("first", name, LONG_MS);
        await until(() => expect(first.leads()).toBe(true));
        const second = await candidate("second", name, LONG_MS);
        await until(() => expect(second.told).toEqual(["waiting for first"]));
        await first.end();
        await until(() => expect(second.leads()).toBe(true));
        expect((await lease(name)).spec).toMatchObject({ holderIdentity: "second", leaseTransitions: 1 });
        expect(first.told).toEqual(["elected"]);
      });

      it("a leader that is cut off has ended its term before another is elected, and then follows", async () => {
        const name = newName();
        const relay = await relayed(server);
        const first = await candidate("first", name, 3_000, relay.kubeconfigPath);
        await until(() => expect(first.leads()).toBe(true));
        const second = await candidate("second", name, 3_000);
        await until(() => expect(second.told).toEqual(["waiting for first"]));
        await relay.close();
        let both = false;
        await until(() => {
          both ||= first.leads() && second.leads();
          expect(second.leads()).toBe(true);
        });
        expect(both).toBe(false);
        expect(first.told).toEqual(["elected", "lost"]);
        expect(first.failures.length).toBeGreaterThan(0);
        await relay.reopen();
        await until(() => expect(first.told.at(-1)).toBe("waiting for second"));
        expect([first.leads(), second.leads()]).toEqual([false, true]);
      });

      it("a leader whose connection is dead, and says nothing, renews over another and stays", async () => {
        const name = newName();
        const relay = await relayed(server);
        const first = await candidate("first", name, 9_000, relay.kubeconfigPath);
        await until(() => expect(first.leads()).toBe(true));
        relay.freeze();
        await until(() => expect(first.failures.length).toBeGreaterThan(0));
        const { resourceVersion } = (await lease(name)).metadata as { readonly resourceVersion?: string };
        await until(async () => expect((await lease(name)).metadata).not.toMatchObject({ resourceVersion }));
        expect(first.told).toEqual(["elected"]);
      });

      it("a Lease that is deleted, or labelled, by others is no reason to stop leading", async () => {
        const name = newName();
        const first = await candidate("first", name, LONG_MS);
        await until(() => expect(first.leads()).toBe(true));
        await server.api.delete(`${leases}/${name}`);
        await until(async () => expect((await lease(name)).spec?.holderIdentity).toBe("first"));
        await server.api.patch(`${leases}/${name}`, { metadata: { labels: { team: "platform" } } });
        const before = (await lease(name)).metadata as { readonly resourceVersion?: string };
        await until(async () => {
          const { metadata } = await lease(name);
          expect(metadata).toMatchObject({ labels: { team: "platform" } });
          expect(metadata).not.toMatchObject({ resourceVersion: before.resourceVersion });
        });
        expect(first.told).toEqual(["elected"]);
      });

      it("a Lease that was given to another is lost at once", async () => {
        const name = newName();
        const first = await candidate("first", name, LONG_MS);
        await until(() => expect(first.leads()).toBe(true));
        await server.api.patch(`${leases}/${name}`, { spec: { holderIdentity: "another" } });
        await until(() => expect(first.told).toEqual(["elected", "lost", "waiting for another"]));
        expect((await lease(name)).spec.holderIdentity).toBe("another");
      });
    },
  );
}

/** The same server behind a relay that can be closed, with a kubeconfig that names it. */
async function relayed({ url, kubeconfigPath }: ApiServer) {
  const port = Number(new URL(url).port);
  let target = port;
  const relay = await startRelay(() => target);
  const folder = await mkdtemp(join(tmpdir(), "xp-tracker-relay-"));
  const path = join(folder, "kubeconfig");
  await writeFile(path, (await readFile(kubeconfigPath, "utf8")).replaceAll(`:${port}`, `:${relay.port}`));
  onTestFinished(async () => {
    await relay.stop();
    await rm(folder, { recursive: true });
  });
  return {
    kubeconfigPath: path,
    freeze: relay.freeze,
    /** Nobody listens on port 1. */
    close: async () => {
      target = 1;
      relay.cut();
    },
    reopen: async () => {
      target = port;
    },
  };
}
