import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Announcer } from "@xp-tracker/refresh";
import { AppError } from "@xp-tracker/runtime";
import { fileObject, memoryStore, persistentStore } from "@xp-tracker/store";
import { afterAll, describe, expect, it } from "vitest";
import { persistAndAnnounce } from "./persist-and-announce.ts";
import { processParts } from "./testing/process-parts.ts";

const directory = await mkdtemp(join(tmpdir(), "xp-tracker-persist-"));
afterAll(() => rm(directory, { recursive: true }));
const never = new AbortController().signal;

function parts(dir: string, announce: Announcer["announce"]) {
  const process = processParts();
  const store = persistentStore(memoryStore({ cluster: "c1" }), fileObject({ dir }), { cluster: "c1" });
  const publish = () => store.publish({ takenAt: 1_000, sources: [], packages: [], compositionRevisions: [] });
  const announcer: Announcer = { announce, close: () => undefined };
  return { ...process, store, publish, after: persistAndAnnounce({ ...process, store, announcer }) };
}

describe("what follows a published snapshot", () => {
  it("is persisted, then announced with generation and tag", async () => {
    const told: unknown[] = [];
    const { after, publish, store, sample, lines } = parts(join(directory, "good"), async (message) => ({
      receivers: told.push(message),
    }));
    await after(publish(), never);
    expect(lines.at(-1)).toMatchObject({ level: "DEBUG", msg: "refresh announced", generation: 1, receivers: 1 });
    const { etag } = await store.persist(never);
    expect(told).toEqual([{ cluster: "c1", generation: 1, etag, persistedAt: "1970-01-01T00:00:01.000Z" }]);
    expect(await sample("xp_tracker_persisted_snapshot_bytes")).toBeGreaterThan(0);
  });

  it("is announced too where nothing but the time changed, and counted as what it is", async () => {
    const told: { generation: number; etag: string }[] = [];
    const { after, publish, sample } = parts(join(directory, "still"), async (message) => ({
      receivers: told.push(message),
    }));
    for (const _ of [1, 2, 3]) await after(publish(), never);
    expect(told.map(({ generation }) => generation)).toEqual([1, 2, 3]);
    expect(new Set(told.map(({ etag }) => etag)).size).toBe(1);
    expect(await sample('xp_tracker_persists_total{wrote="snapshot"}')).toBe(1);
    expect(await sample('xp_tracker_persists_total{wrote="freshness"}')).toBe(2);
    const snapshotBytes = await sample("xp_tracker_persisted_snapshot_bytes");
    expect(await sample("xp_tracker_persist_sent_bytes_total")).toBeGreaterThan(Number(snapshotBytes));
  });

  it("is told as an error and not announced where it cannot be written; the next one is", async () => {
    const told: unknown[] = [];
    const dir = join(directory, "a-file");
    await writeFile(dir, "");
    const { after, publish, lines, sample } = parts(dir, async (message) => ({ receivers: told.push(message) }));
    await after(publish(), never);
    expect(told).toEqual([]);
    expect(lines.at(-1)).toMatchObject({
      level: "ERROR",
      msg: "snapshot not persisted",
      error: { code: "SNAPSHOT_WRITE" },
    });
    expect(await sample('xp_tracker_persist_failures_total{code="SNAPSHOT_WRITE"}')).toBe(1);

    await rm(dir);
    await after(publish(), never);
    expect(told).toHaveLength(1);
  });

  it("stays persisted where nobody can be told", async () => {
    const { after, publish, store, lines, sample } = parts(join(directory, "mute"), async () => {
      throw new AppError("REFRESH_ANNOUNCE", "no Redis", { remedy: "" });
    });
    const snapshot = publish();
    await after(snapshot, never);
    expect(await store.restore(never)).toMatchObject({ kind: "unchanged" });
    expect(lines.at(-1)).toMatchObject({ level: "WARN", msg: "refresh not announced" });
    expect(await sample('xp_tracker_announce_failures_total{code="REFRESH_ANNOUNCE"}')).toBe(1);
  });
});
