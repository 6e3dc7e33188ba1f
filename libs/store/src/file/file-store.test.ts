import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { persistentStoreContract, snapshotObjectContract, storeContract } from "../contract.ts";
import { claim, databases, facts } from "../contract/samples.ts";
import { fileObject } from "./file-object.ts";
import { fileStore } from "./file-store.ts";
import { memoryStore } from "../memory-store.ts";
import { bodyOf } from "../testing/bodies.ts";
import { freshnessOf } from "../testing/freshness-of.ts";
import { killWriter } from "../testing/kill-writer.ts";

const never = new AbortController().signal;
const blue = { cluster: "blue" };

async function makeHarness() {
  const parent = await mkdtemp(join(tmpdir(), "xp-tracker-file-"));
  const dir = join(parent, "made", "on", "demand");
  return { parent, dir, stop: async () => await rm(parent, { recursive: true }) };
}

storeContract("fileStore", ({ cluster }) => fileStore(memoryStore({ cluster }), { cluster, dir: tmpdir() }));

snapshotObjectContract("fileObject", async () => {
  const { dir, stop } = await makeHarness();
  return { stop, open: () => fileObject({ dir }) };
});

snapshotObjectContract("fileObject's freshness", async () => {
  const { dir, stop } = await makeHarness();
  return { stop, open: () => freshnessOf(fileObject({ dir })) };
});

const compressions = [undefined, "gzip", "zstd"] as const;
for (const compression of compressions)
  persistentStoreContract(`fileStore, ${compression ?? "as it is"}`, async () => {
    const { dir, stop } = await makeHarness();
    return {
      stop,
      open: (options) => fileStore(memoryStore(options), { ...options, ...(compression && { compression }), dir }),
      async overwrite(bytes) {
        const path = join(dir, "snapshot.json");
        if (bytes === undefined) await rm(path);
        else await writeFile(path, bytes).catch(async () => await writeFirst(dir, bytes));
      },
    };
  });

describe("fileStore, in its directory", () => {
  it("has a whole snapshot whenever its writer is killed", async () => {
    const { dir, stop } = await makeHarness();
    onTestFinished(stop);
    const store = fileStore(memoryStore(blue), { ...blue, dir });
    let generation = 0;
    for (let kills = 0; kills < 15; kills++) {
      await killWriter({ dir }, kills * 3);
      expect(await store.restore(never)).toMatchObject({ kind: "restored" });
      expect(store.claimCount()).toBeGreaterThanOrEqual(2_000);
      expect(store.current()?.generation).toBeGreaterThan(generation);
      generation = store.current()?.generation ?? 0;
    }
  }, 120_000);

  it("removes what killed writers left behind, but not what another one is writing", async () => {
    const { dir, stop } = await makeHarness();
    onTestFinished(stop);
    await mkdir(dir, { recursive: true });
    for (const name of [".snapshot.left.tmp", ".snapshot.young.tmp", "mine.tmp"]) {
      await writeFile(join(dir, name), "half");
    }
    const longAgo = new Date(Date.now() - 3_600_000);
    await utimes(join(dir, ".snapshot.left.tmp"), longAgo, longAgo);
    await utimes(join(dir, "mine.tmp"), longAgo, longAgo);
    await writeFirst(dir, Buffer.from("one"));
    expect((await readdir(dir)).toSorted()).toEqual([".snapshot.young.tmp", "mine.tmp", "snapshot.json"]);
  });

  it("leaves nothing behind when a write fails", async () => {
    const { dir, stop } = await makeHarness();
    onTestFinished(stop);
    const breaking = (async function* () {
      yield* bodyOf("half of it");
      throw new Error("no more");
    })();
    await expect(fileObject({ dir }).put(breaking, undefined, never)).rejects.toMatchObject({ code: "SNAPSHOT_WRITE" });
    expect(await readdir(dir)).toEqual([]);
  });

  it("lets one of two writers win that write at the same time", async () => {
    const { dir, stop } = await makeHarness();
    onTestFinished(stop);
    const writers = ["a", "b", "c"].map((name) => {
      const store = fileStore(memoryStore(blue), { ...blue, dir });
      store.replaceClaims(databases, [claim(name)]);
      store.publish(facts);
      return store;
    });
    const outcomes = await Promise.allSettled(writers.map(async (store) => await store.persist(never)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
  });

  it("is read to its end while it is replaced", async () => {
    const { dir, stop } = await makeHarness();
    onTestFinished(stop);
    await writeFirst(dir, Buffer.alloc(3_000_000, "a"));
    const found = await fileObject({ dir }).get(undefined, never);
    if (found.kind !== "found") throw new Error(found.kind);
    await fileObject({ dir }).put(bodyOf(Buffer.from("b")), found.etag, never);
    let bytes = 0;
    for await (const chunk of found.body) bytes += chunk.length;
    expect(bytes).toBe(3_000_000);
  });

  it("says what is wrong with a directory that is none", async () => {
    const { dir, parent, stop } = await makeHarness();
    onTestFinished(stop);
    await writeFile(join(parent, "made"), "a file");
    const store = fileStore(memoryStore(blue), { ...blue, dir });
    store.publish(facts);
    await expect(store.persist(never)).rejects.toMatchObject({
      code: "SNAPSHOT_WRITE",
      message: `cannot write ${join(dir, "snapshot.json")}`,
    });
    await expect(store.restore(never)).rejects.toMatchObject({ code: "SNAPSHOT_READ" });
  });
});

const writeFirst = async (dir: string, bytes: Uint8Array): Promise<void> =>
  void (await fileObject({ dir }).put(bodyOf(bytes), undefined, never));
