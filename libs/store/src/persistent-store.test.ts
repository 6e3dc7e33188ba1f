import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { claim, databases, facts } from "./contract/samples.ts";
import { fileObject } from "./file/file-object.ts";
import { memoryStore } from "./memory-store.ts";
import { persistentStore } from "./persistent-store.ts";
import type { SnapshotObject } from "./object/snapshot-object.ts";
import type { PersistentStore } from "./store.ts";

const never = new AbortController().signal;
const blue = { cluster: "blue" };

async function freshDir(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "xp-tracker-persistent-"));
  onTestFinished(async () => await rm(dir, { recursive: true }));
  return dir;
}

const storeOn = (object: SnapshotObject): PersistentStore => persistentStore(memoryStore(blue), object, blue);

async function cycle(store: PersistentStore, name: string) {
  store.replaceClaims(databases, [claim(name)]);
  store.publish(facts);
  return await store.persist(never);
}

/** The object, whose next writes happen but are reported as conflicts: a retry after a lost answer sees this. */
function losingAnswers(object: SnapshotObject, losses: number): SnapshotObject {
  let left = losses;
  return {
    ...object,
    async put(body, etag, signal) {
      const written = await object.put(body, etag, signal);
      return left-- > 0 ? { kind: "conflict" } : written;
    },
  };
}

it("knows its own write again when the answer was lost", async () => {
  const object = fileObject({ dir: await freshDir() });
  const store = storeOn(losingAnswers(object, 1));
  const { bytes } = await cycle(store, "orders");
  expect(bytes).toBeGreaterThan(100);
  await cycle(store, "orders");
  expect(store.current()?.generation).toBe(2);
});

it("does not take another writer's snapshot of the same generation for its own", async () => {
  const object = fileObject({ dir: await freshDir() });
  await cycle(storeOn(object), "theirs");
  await expect(cycle(storeOn(object), "mine")).rejects.toMatchObject({ code: "SNAPSHOT_CONFLICT" });
});

it("writes nothing when it cannot see who was ahead of it, and asks again next time", async () => {
  const object = fileObject({ dir: await freshDir() });
  await cycle(storeOn(object), "theirs");
  let isDown = true;
  const store = storeOn({
    ...object,
    get: async (...request) => (isDown ? await Promise.reject(new Error("down")) : await object.get(...request)),
  });
  await expect(cycle(store, "mine")).rejects.toThrow("down");
  isDown = false;
  await expect(cycle(store, "mine")).rejects.toMatchObject({ code: "SNAPSHOT_CONFLICT" });
});

it("goes on above an unreadable snapshot that replaced its own", async () => {
  const dir = await freshDir();
  const store = storeOn(fileObject({ dir }));
  await cycle(store, "orders");
  await writeFile(join(dir, "snapshot.json"), "{");
  await cycle(store, "orders");
  const reader = storeOn(fileObject({ dir }));
  await reader.restore(never);
  expect(reader.current()?.generation).toBe(2);
});

it("persists the newest snapshot, though it was published while the one before was on its way", async () => {
  const object = fileObject({ dir: await freshDir() });
  const store = storeOn(object);
  const first = cycle(store, "a");
  const second = cycle(store, "b");
  expect((await first).etag).toBe((await second).etag);
  const reader = storeOn(object);
  await reader.restore(never);
  expect(reader.current()).toEqual(store.current());
});

it("goes on above what it published while the store was away, though what lies there is older", async () => {
  const object = fileObject({ dir: await freshDir() });
  await cycle(storeOn(object), "before");
  let isAway = true;
  const unlessAway = <T>(ask: () => Promise<T>): Promise<T> => (isAway ? Promise.reject(new Error("away")) : ask());
  const store = storeOn({
    ...object,
    get: (...request) => unlessAway(() => object.get(...request)),
    put: (...request) => unlessAway(() => object.put(...request)),
  });
  for (const name of ["a", "b", "c"]) {
    await expect(store.restore(never)).rejects.toThrow("away");
    await expect(cycle(store, name)).rejects.toThrow("away");
  }
  expect(store.current()?.generation).toBe(3);
  isAway = false;
  expect(await store.restore(never)).toMatchObject({ snapshot: { generation: 1 } });
  await cycle(store, "d");
  expect(store.current()?.generation).toBe(4);
});
