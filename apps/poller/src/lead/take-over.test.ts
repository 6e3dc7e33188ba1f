import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileObject, memoryStore, persistentStore } from "@xp-tracker/store";
import type { PersistentStore } from "@xp-tracker/store";
import { describe, expect, it, onTestFinished } from "vitest";
import { persistAndAnnounce } from "../persist-and-announce.ts";
import { runPoller } from "../cycle/poller.ts";
import { takeOver } from "./take-over.ts";
import { fakeCluster, packageOf, rowOf, typeOf } from "../testing/fake-cluster.ts";
import { processParts } from "../testing/process-parts.ts";

const claims = typeOf("claim", "Database");
const never = new AbortController().signal;

async function directory() {
  const path = await mkdtemp(join(tmpdir(), "xp-tracker-take-over-"));
  onTestFinished(async () => await rm(path, { recursive: true }));
  return path;
}

const storeIn = (dir: string): PersistentStore =>
  persistentStore(memoryStore({ cluster: "" }), fileObject({ dir }), { cluster: "" });

/** Polls a cluster into `dir` as a process of its own would, with one step before each cycle. */
async function pollInto(dir: string, failing: readonly string[], steps: readonly (() => Promise<void>)[]) {
  const cluster = fakeCluster();
  cluster.owners = [["team-a", { creator: "", team: "platform" }]];
  cluster.types.push(claims);
  cluster.rowsByGvr.set(claims.gvr, [rowOf(claims, "orders")]);
  cluster.packageRows = [packageOf("Provider", "provider-a")];
  for (const what of failing) cluster.failing.set(what, "network");
  const process = processParts();
  const store = storeIn(dir);
  const take = takeOver(store, process.log);
  const stop = new AbortController();
  const left = [...steps];
  await runPoller(
    {
      reader: cluster,
      store,
      namespaceScope: undefined,
      listConcurrency: 1,
      pollIntervalMs: 1,
      shutdownGraceMs: 1_000,
      ...process,
      beforeCycle: async (signal) => {
        const step = left.shift();
        if (step === undefined) return stop.abort();
        await step();
        await take(signal);
      },
      afterPublish: persistAndAnnounce({ ...process, store, announcer: undefined }),
    },
    stop.signal,
  );
  return process;
}

async function persisted(dir: string) {
  const reader = storeIn(dir);
  await reader.restore(never);
  return reader.current();
}

const nothing = () => Promise.resolve();

describe("a poller that could not restore at its start", () => {
  it.each([
    { cluster: "down", failing: ["definitions", "packages", "namespaces"] },
    { cluster: "half down", failing: [claims.gvr, "packages"] },
  ])(
    "takes the snapshot over once it can be read, and does not overwrite it: cluster $cluster",
    async ({ failing }) => {
      const dir = await directory();
      const [file, kept] = [join(dir, "snapshot.json"), join(dir, "kept")];
      await pollInto(dir, [], [nothing]);
      const before = await persisted(dir);
      await rename(file, kept);
      await mkdir(file);

      const readable = async (): Promise<void> => {
        await rm(file, { recursive: true });
        await rename(kept, file);
      };
      const { lines } = await pollInto(dir, failing, [nothing, nothing, readable, nothing, nothing]);
      const after = await persisted(dir);
      expect(after?.rows.claim.map(({ name }) => name)).toEqual(["orders"]);
      expect(after?.packages).toEqual(before?.packages);
      expect(after?.sources.find(({ gvr }) => gvr === claims.gvr)).toMatchObject({ rows: 1, error: "network" });
      expect(after?.generation).toBeGreaterThan(before?.generation ?? 0);
      const told = lines.map(({ msg }) => msg).filter((msg) => /restored/.test(msg));
      expect(told).toEqual(["snapshot not restored, polling goes on without it", "snapshot restored"]);
    },
  );
});

describe("a poller that starts anew", () => {
  it("knows the owners of namespaces, also while these cannot be listed", async () => {
    const dir = await directory();
    await pollInto(dir, [], [nothing]);
    await pollInto(dir, ["namespaces"], [nothing, nothing]);
    const after = await persisted(dir);
    expect(after?.generation).toBe(3);
    expect(after?.sources.find(({ class: name }) => name === "namespace")).toMatchObject({ error: "network" });
    expect(after?.rows.claim[0]).toMatchObject({ name: "orders", team: "platform" });
  });
});
