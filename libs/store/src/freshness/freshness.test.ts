import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "@xp-tracker/runtime";
import { describe, expect, it, onTestFinished } from "vitest";
import { claim, databases, facts } from "../contract/samples.ts";
import { fileObject } from "../file/file-object.ts";
import { memoryStore } from "../memory-store.ts";
import { persistentStore } from "../persistent-store.ts";
import type { SnapshotObject, StoredObject } from "../object/snapshot-object.ts";
import { snapshotReader } from "../runs/snapshot-reader.ts";
import { freshnessOf } from "../testing/freshness-of.ts";

const never = new AbortController().signal;
const blue = { cluster: "blue" };

async function place() {
  const dir = await mkdtemp(join(tmpdir(), "xp-tracker-freshness-"));
  onTestFinished(async () => await rm(dir, { recursive: true }));
  const path = join(dir, "snapshot.fresh.json");
  return {
    object: fileObject({ dir }),
    write: (text: string) => writeFile(path, text),
    read: () => readFile(path, "utf8"),
  };
}

const storeOn = (object: SnapshotObject) => persistentStore(memoryStore(blue), object, blue);

function cycles(object: SnapshotObject) {
  const store = storeOn(object);
  let takenAt = facts.takenAt;
  return async (name = "orders") => {
    store.replaceClaims(databases, [claim(name)]);
    const sources = facts.sources.map((source) => ({ ...source, lastSuccess: Math.floor(takenAt / 1000) }));
    const snapshot = store.publish({ ...facts, sources, takenAt: (takenAt += 60_000) });
    return { snapshot, ...(await store.persist(never)) };
  };
}

/** An exporter's reader; what it makes of rows are their names. */
const readerOn = (object: SnapshotObject) =>
  snapshotReader(object, blue, { make: (_, rows) => rows.map(({ name }) => name), makeOfAll: () => [] });

async function factsSeenBy(object: SnapshotObject) {
  const read = await readerOn(object).read(never);
  return read.kind === "restored" ? read.facts : undefined;
}

describe("the freshness of a snapshot", () => {
  it("says which snapshot it is about, and when, how and by which sources it was found to be right", async () => {
    const { object, read } = await place();
    const cycle = cycles(object);
    await cycle();
    await cycle();
    expect(JSON.parse(await read())).toEqual({
      of: { generation: 1, persistedAt: "2025-11-22T11:53:25.678Z" },
      persistedAt: "2025-11-22T11:54:25.678Z",
      schemaVersion: "1.0",
      generation: 2,
      cluster: "blue",
      sources: [{ ...facts.sources[0], lastSuccess: "2025-11-22T11:53:25Z" }],
    });
  });

  it("reaches a reader that keeps no rows, with the things that it made of them before", async () => {
    const { object } = await place();
    const cycle = cycles(object);
    const reader = readerOn(object);
    await cycle();
    const first = await reader.read(never);
    const { snapshot } = await cycle();
    const second = await reader.read(never);
    if (first.kind !== "restored" || second.kind !== "restored") throw new Error(`${first.kind}, ${second.kind}`);
    const { rows: _, ...expected } = snapshot;
    expect(second.facts).toEqual(expected);
    expect(second.made).toBe(first.made);
    expect(await reader.read(never)).toEqual({ kind: "unchanged" });
    await cycle("invoices");
    expect(await reader.read(never)).toMatchObject({
      kind: "restored",
      made: [["invoices"]],
      facts: { generation: 3 },
    });
    await cycle("invoices");
    expect(await reader.read(never)).toMatchObject({
      kind: "restored",
      made: [["invoices"]],
      facts: { generation: 4 },
    });
  });

  const head = `"persistedAt":"2026-02-15T10:00:00Z","generation":9`;
  const ofTheFirst = `"of":{"generation":1,"persistedAt":"2025-11-22T11:53:25.678Z"}`;
  it.each([
    { what: "nothing at all", text: "" },
    { what: "half of it", text: `{${ofTheFirst},${head},"sou` },
    { what: "something else", text: "[]" },
    { what: "no time", text: `{${ofTheFirst},"generation":9,"sources":[]}` },
    { what: "no sources", text: `{${ofTheFirst},${head}}` },
    { what: "sources that are none", text: `{${ofTheFirst},${head},"sources":[7]}` },
    { what: "a newer format", text: `{${ofTheFirst},${head},"sources":[],"schemaVersion":"2.0"}` },
    { what: "another cluster's", text: `{${ofTheFirst},${head},"sources":[],"cluster":"green"}` },
    {
      what: "that of another generation",
      text: `{"of":{"generation":2,"persistedAt":"2025-11-22T11:53:25.678Z"},${head},"sources":[]}`,
    },
    {
      what: "that of another writer",
      text: `{"of":{"generation":1,"persistedAt":"2025-11-22T11:53:25Z"},${head},"sources":[]}`,
    },
    {
      what: "an older generation",
      text: `{${ofTheFirst},"persistedAt":"2026-02-15T10:00:00Z","generation":1,"sources":[]}`,
    },
    { what: "far too much", text: `{${ofTheFirst},${head},"sources":[${" ".repeat(17 * 2 ** 20)}]}` },
  ])("changes nothing when there is $what, and is written anew", async ({ text }) => {
    const { object, write } = await place();
    const cycle = cycles(object);
    const { takenAt } = (await cycle()).snapshot;
    await write(text);
    expect(await factsSeenBy(object)).toMatchObject({ generation: 1, takenAt });
    const restarted = storeOn(object);
    expect(await restarted.restore(never)).toMatchObject({ snapshot: { generation: 1 } });
    expect(await cycle()).toMatchObject({ wrote: "freshness" });
    expect(await factsSeenBy(object)).toMatchObject({ generation: 2 });
  });

  it("is not missed by a reader that sees it before the snapshot which it is about", async () => {
    const { object } = await place();
    const cycle = cycles(object);
    let isLate = false;
    const reader = readerOn({
      ...object,
      get: async (etag, signal) =>
        isLate && etag !== undefined ? { kind: "unchanged", etag } : await object.get(etag, signal),
    });
    await cycle();
    await reader.read(never);
    await cycle("invoices");
    await cycle("invoices");
    isLate = true;
    expect(await reader.read(never)).toEqual({ kind: "unchanged" });
    isLate = false;
    expect(await reader.read(never)).toMatchObject({ made: [["invoices"]], facts: { generation: 3 } });
  });

  it("is believed where it is right", async () => {
    const { object, write } = await place();
    await cycles(object)();
    await write(`{${ofTheFirst},${head},"sources":[]}`);
    expect(await factsSeenBy(object)).toMatchObject({ generation: 9, takenAt: Date.UTC(2026, 1, 15, 10), sources: [] });
  });

  it("is written again when the answer to the first try was lost", async () => {
    const { object } = await place();
    let losses = 1;
    const freshness = freshnessOf(object);
    const put: StoredObject["put"] = async (...write) => {
      const written = await freshness.put(...write);
      return losses-- > 0 ? { kind: "conflict" } : written;
    };
    const cycle = cycles({ ...object, freshness: { ...freshness, put } });
    await cycle();
    expect(await cycle()).toMatchObject({ wrote: "freshness" });
    expect(await factsSeenBy(object)).toMatchObject({ generation: 2 });
  });

  it("fails the cycle when it cannot be written, and the next one writes the snapshot", async () => {
    const { object } = await place();
    const fault = new AppError("SNAPSHOT_WRITE", "not allowed", { remedy: "" });
    const cycle = cycles({ ...object, freshness: { ...freshnessOf(object), put: () => Promise.reject(fault) } });
    await cycle();
    await expect(cycle()).rejects.toBe(fault);
    expect(await cycle()).toMatchObject({ wrote: "snapshot" });
    expect(await factsSeenBy(object)).toMatchObject({ generation: 3 });
  });

  it("that cannot be read does not keep anybody from the snapshot", async () => {
    const { object } = await place();
    await cycles(object)();
    const fault = new AppError("SNAPSHOT_READ", "not allowed", { remedy: "" });
    const lame = { ...object, freshness: { ...freshnessOf(object), get: () => Promise.reject(fault) } };
    expect(await storeOn(lame).restore(never)).toMatchObject({ kind: "restored" });
    const reader = readerOn(lame);
    expect(await reader.read(never)).toMatchObject({ kind: "restored" });
    await expect(reader.read(never)).rejects.toBe(fault);
  });

  it("is no part of a backend that has none: each cycle writes the snapshot", async () => {
    const { object } = await place();
    const { freshness: _, ...bare } = object;
    const cycle = cycles(bare);
    await cycle();
    expect(await cycle()).toMatchObject({ wrote: "snapshot" });
    expect(await factsSeenBy(bare)).toMatchObject({ generation: 2 });
  });
});
