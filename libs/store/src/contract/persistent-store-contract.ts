import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { plainRow, resourceClasses } from "@xp-tracker/crossplane";
import type { Snapshot } from "@xp-tracker/crossplane";
import type { ErrorCode } from "@xp-tracker/runtime";
import type { PersistentStoreOptions } from "../persistent-store.ts";
import type { PersistentStore } from "../store.ts";
import { buckets, claim, databases, facts, mr, xdatabases, xr } from "./samples.ts";

/** A place for snapshots that nobody else uses. */
export interface PersistentHarness {
  /** A store as a process has it that has just started; all of a harness share the place. */
  open(options: PersistentStoreOptions): PersistentStore;
  /** Puts these bytes where the snapshot is, as another program may; undefined removes it. */
  overwrite(bytes: Uint8Array | undefined): Promise<void>;
  stop(): Promise<void>;
}

const never = new AbortController().signal;
const blue = { cluster: "blue" };

/** What every {@link PersistentStore} does. Call it in a test file; each test gets a harness of its own. */
export function persistentStoreContract(name: string, makeHarness: () => Promise<PersistentHarness>): void {
  describe(`${name}, as a persistent store`, () => {
    let harness: PersistentHarness;
    let writer: PersistentStore;
    let reader: PersistentStore;
    beforeEach(async () => {
      harness = await makeHarness();
      writer = harness.open(blue);
      reader = harness.open(blue);
    });
    afterEach(async () => await harness.stop());

    it("has nothing to restore at first", async () => {
      expect(await reader.restore(never)).toEqual({ kind: "absent" });
      expect(reader.current()).toBeUndefined();
    });

    it("restores what another process has persisted", async () => {
      fill(writer, "orders");
      const snapshot = writer.publish(facts);
      const { etag, bytes } = await writer.persist(never);
      expect(bytes).toBeGreaterThan(100);

      const outcome = await reader.restore(never);
      expect(outcome).toMatchObject({ kind: "restored", etag });
      expect(plain(reader.current())).toEqual(plain(snapshot));
      expect([reader.claimCount(), reader.xrCount(), reader.mrCount()]).toEqual([1, 1, 1]);
    });

    it("restores a snapshot without any rows", async () => {
      writer.publish(facts);
      await writer.persist(never);
      expect(await reader.restore(never)).toMatchObject({ kind: "restored" });
      expect(reader.current()?.rows).toEqual({ claim: [], composite: [], managed: [] });
    });

    it("finds nothing new until there is something new", async () => {
      await cycle(writer, "orders");
      await reader.restore(never);
      const held = reader.current();
      expect(await reader.restore(never)).toMatchObject({ kind: "unchanged" });
      expect(reader.current()).toBe(held);

      await cycle(writer, "orders", "invoices");
      expect(await reader.restore(never)).toMatchObject({ kind: "restored" });
      expect(reader.current()?.generation).toBe(2);
      expect(reader.claimCount()).toBe(2);
    });

    it("knows what it has persisted itself", async () => {
      const { etag } = await cycle(writer, "orders");
      expect(await writer.restore(never)).toEqual({ kind: "unchanged", etag });
    });

    it("writes a generation once, however often it is asked to", async () => {
      fill(writer, "orders");
      writer.publish(facts);
      const [first, second] = await Promise.all([writer.persist(never), writer.persist(never)]);
      expect(second).toBe(first);
      expect(await writer.persist(never)).toBe(first);
      await reader.restore(never);
      expect((await reader.persist(never)).etag).toBe(first.etag);
    });

    it("keeps persisting and restoring apart when they come at once", async () => {
      await cycle(writer, "orders");
      await reader.restore(never);
      const outcomes = await Promise.all([cycle(reader, "invoices"), reader.restore(never), reader.restore(never)]);
      expect(outcomes.map((outcome) => ("kind" in outcome ? outcome.kind : "persisted"))).toEqual([
        "persisted",
        "unchanged",
        "unchanged",
      ]);
    });

    it("goes on from the generation that it has restored", async () => {
      await cycle(writer, "orders");
      await cycle(writer, "orders");
      const restarted = harness.open(blue);
      await restarted.restore(never);
      await cycle(restarted, "orders");
      expect(restarted.current()?.generation).toBe(3);
    });

    it("tells readers of a cycle in which nothing changed, late ones too", async () => {
      await cycle(writer, "orders");
      await reader.restore(never);
      const made = reader.current()?.rows.claim[0];
      const snapshot = await laterCycle(writer, "orders");
      const restored = await reader.restore(never);
      expect(restored).toMatchObject({ kind: "restored" });
      expect(reader.current()?.rows.claim[0]).toEqual(made);
      const late = harness.open(blue);
      await late.restore(never);
      for (const store of [reader, late]) {
        expect(plain(store.current())).toEqual(plain(snapshot));
        expect(await store.restore(never)).toMatchObject({ kind: "unchanged" });
      }
    });

    it("goes on above the generation of a cycle in which nothing changed", async () => {
      await cycle(writer, "orders");
      for (const _ of [1, 2, 3]) await laterCycle(writer, "orders");
      const restarted = harness.open(blue);
      await restarted.restore(never);
      await cycle(restarted, "invoices");
      await reader.restore(never);
      expect(reader.current()?.generation).toBe(5);
      expect(names(reader)).toEqual(["invoices"]);
    });

    it("does not let a writer that has fallen behind say that a newer snapshot is older", async () => {
      await cycle(writer, "orders");
      const successor = harness.open(blue);
      await successor.restore(never);
      for (const _ of [1, 2, 3]) await laterCycle(successor, "orders");
      await reader.restore(never);
      expect(reader.current()?.generation).toBe(4);

      await expect(laterCycle(writer, "orders")).rejects.toMatchObject({ code: "SNAPSHOT_CONFLICT" });
      await laterCycle(successor, "orders");
      const late = harness.open(blue);
      for (const store of [reader, late]) {
        await store.restore(never);
        expect(store.current()?.generation).toBe(5);
      }
      // The one that was behind knows by now how far the other is.
      fill(writer, "orders");
      expect(writer.publish(facts).generation).toBeGreaterThan(4);
    });

    it("writes a snapshot that was deleted or replaced also when nothing changed", async () => {
      for (const bytes of [undefined, Buffer.from("{")]) {
        await cycle(writer, "orders");
        await harness.overwrite(bytes);
        await laterCycle(writer, "orders");
        await reader.restore(never);
        expect(plain(reader.current())).toEqual(plain(writer.current()));
      }
    });

    it("does not let a writer that has fallen behind overwrite a newer snapshot", async () => {
      await cycle(writer, "orders");
      const successor = harness.open(blue);
      await successor.restore(never);
      await cycle(successor, "invoices");

      await expect(cycle(writer, "stale")).rejects.toMatchObject({ code: "SNAPSHOT_CONFLICT" });
      await reader.restore(never);
      expect(names(reader)).toEqual(["invoices"]);
    });

    it("lets a writer go on above the generation of the one that was ahead of it", async () => {
      for (const name of ["a", "b", "c"]) await cycle(writer, name);
      const unaware = harness.open(blue);
      await expect(cycle(unaware, "d")).rejects.toMatchObject({ code: "SNAPSHOT_CONFLICT" });
      await expect(unaware.persist(never)).rejects.toMatchObject({ code: "SNAPSHOT_CONFLICT" });
      await cycle(unaware, "d");
      await reader.restore(never);
      expect(reader.current()?.generation).toBe(4);
      expect(names(reader)).toEqual(["d"]);
      await expect(cycle(writer, "c")).rejects.toMatchObject({ code: "SNAPSHOT_CONFLICT" });
    });

    it("sees another writer's snapshot after a conflict", async () => {
      await cycle(writer, "orders");
      const other = harness.open(blue);
      await expect(cycle(other, "mine")).rejects.toMatchObject({ code: "SNAPSHOT_CONFLICT" });
      expect(await other.restore(never)).toMatchObject({ kind: "restored" });
      expect(names(other)).toEqual(["orders"]);
    });

    it("goes on above all that it knew when an older snapshot was put back in its place", async () => {
      for (const name of ["a", "b", "c", "d"]) await cycle(writer, name);
      const older = document(`"generation":2,"cluster":"blue"`);
      await harness.overwrite(Buffer.from(older));
      expect(await writer.restore(never)).toMatchObject({ snapshot: { generation: 2 } });
      await cycle(writer, "e");
      expect(writer.current()?.generation).toBe(5);
    });

    it("writes anew when the snapshot was deleted", async () => {
      await cycle(writer, "orders");
      await harness.overwrite(undefined);
      await cycle(writer, "orders");
      await reader.restore(never);
      expect(reader.current()?.generation).toBe(2);
    });

    it("keeps what it holds when the snapshot is deleted", async () => {
      await cycle(writer, "orders");
      await reader.restore(never);
      await harness.overwrite(undefined);
      expect(await reader.restore(never)).toEqual({ kind: "absent" });
      expect(names(reader)).toEqual(["orders"]);
    });

    const unreadable: readonly { what: string; text: string; code: ErrorCode; options?: PersistentStoreOptions }[] = [
      { what: "nothing at all", text: "", code: "SNAPSHOT_CORRUPT" },
      { what: "half a snapshot", text: '{"claims":[],"xrs":[{"gvr":"a/b/', code: "SNAPSHOT_CORRUPT" },
      { what: "something else", text: "<html>Bad Gateway</html>", code: "SNAPSHOT_CORRUPT" },
      { what: "another document", text: '{"hello":"world"}', code: "SNAPSHOT_CORRUPT" },
      { what: "a newer format", text: document(`"schemaVersion":"2.0","generation":9`), code: "SNAPSHOT_TOO_NEW" },
      { what: "another cluster's", text: document(`"generation":9,"cluster":"green"`), code: "SNAPSHOT_FOREIGN" },
      {
        what: "more than the limit",
        text: document(`"padding":"${"x".repeat(60_000)}"`),
        code: "SNAPSHOT_TOO_LARGE",
        options: { ...blue, maxBytes: 50_000 },
      },
    ];

    it.each(unreadable)("keeps what it holds when there is $what: $code", async ({ text, code, options = blue }) => {
      await cycle(writer, "orders");
      const holder = harness.open(options);
      await holder.restore(never);
      const held = holder.current();
      await harness.overwrite(Buffer.from(text));

      await expect(holder.restore(never)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(holder.location) as string,
      });
      expect(holder.current()).toBe(held);
      expect(names(holder)).toEqual(["orders"]);
    });

    it.each(unreadable.filter(({ code }) => code === "SNAPSHOT_CORRUPT"))(
      "replaces $what with the next snapshot",
      async ({ text }) => {
        await harness.overwrite(Buffer.from(text));
        await expect(writer.restore(never)).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
        await cycle(writer, "orders");
        await reader.restore(never);
        expect(names(reader)).toEqual(["orders"]);
      },
    );

    it.each(unreadable.filter(({ code }) => code === "SNAPSHOT_FOREIGN" || code === "SNAPSHOT_TOO_NEW"))(
      "never overwrites $what",
      async ({ text, code }) => {
        await harness.overwrite(Buffer.from(text));
        for (const attempt of [1, 2]) {
          await expect(cycle(writer, `orders-${attempt}`)).rejects.toMatchObject({ code });
        }
        await expect(reader.restore(never)).rejects.toMatchObject({ code });
      },
    );

    it("does not write what readers would refuse as too large", async () => {
      await cycle(writer, "orders");
      const small = harness.open({ ...blue, maxBytes: 500 });
      await expect(cycle(small, "a", "b", "c", "d")).rejects.toMatchObject({ code: "SNAPSHOT_TOO_LARGE" });
      const few = harness.open({ ...blue, maxRows: 3 });
      await expect(cycle(few, "a", "b", "c", "d")).rejects.toMatchObject({ code: "SNAPSHOT_TOO_LARGE" });
      await reader.restore(never);
      expect(names(reader)).toEqual(["orders"]);
    });

    it("restores a snapshot of the original program, and goes on from it", async () => {
      await harness.overwrite(Buffer.from(original));
      expect(await writer.restore(never)).toMatchObject({ kind: "restored" });
      expect(names(writer)).toEqual(["orders"]);
      await cycle(writer, "orders", "invoices");
      await reader.restore(never);
      expect(reader.current()?.generation).toBe(1);
    });

    it("stops when it is told to, and keeps what it holds", async () => {
      await cycle(writer, "orders");
      const aborted = AbortSignal.abort(new Error("shutting down"));
      await expect(reader.restore(aborted)).rejects.toThrow("shutting down");
      expect(reader.current()).toBeUndefined();
      writer.publish(facts);
      await expect(writer.persist(aborted)).rejects.toThrow("shutting down");
      await writer.persist(never);
    });

    it("has nothing to persist before the first snapshot", async () => {
      await expect(writer.persist(never)).rejects.toMatchObject({ code: "INTERNAL" });
    });
  });
}

function fill(store: PersistentStore, ...claims: readonly string[]): void {
  store.replaceClaims(
    databases,
    claims.map((name) => claim(name, { creator: "ada", ownCreator: "ada", ready: -1 })),
  );
  store.replaceXRs(
    xdatabases,
    claims.map((name) => xr(name)),
  );
  store.replaceMRs(
    buckets,
    claims.map((name) => mr(name, { externalName: '<&>\u2028 "é😀' })),
  );
}

async function cycle(store: PersistentStore, ...claims: readonly string[]) {
  fill(store, ...claims);
  store.publish(facts);
  return await store.persist(never);
}

/** Rows that were read are of another make than those that were published. */
const plain = (snapshot: Snapshot | undefined) =>
  snapshot && { ...snapshot, rows: resourceClasses.map((name) => snapshot.rows[name].map(plainRow)) };

let minutes = 0;

/** A cycle at another time, in which a source was down. */
async function laterCycle(store: PersistentStore, ...claims: readonly string[]): Promise<Snapshot> {
  fill(store, ...claims);
  const takenAt = facts.takenAt + ++minutes * 60_000;
  const sources = facts.sources.map((source) => ({ ...source, error: "timeout" as const }));
  const snapshot = store.publish({ ...facts, takenAt, sources });
  await store.persist(never);
  return snapshot;
}

const names = (store: PersistentStore): string[] => store.snapshotClaims().map(({ name }) => name);

function document(members: string): string {
  return `{"claims":[],"xrs":[],"persistedAt":"2026-01-02T03:04:05Z",${members}}`;
}

const original = `{"claims":[{"gvr":"acme.example/v1/databases","group":"acme.example","version":"v1","kind":"Database","namespace":"team-a","name":"orders","creator":"ada","team":"","composition":"","paused":false,"synced":true,"ready":false,"reason":"Creating","createdAt":"2026-02-15T11:00:00+01:00","deletedAt":"0001-01-01T00:00:00Z","xrRef":"orders-x1"}],"xrs":[],"persistedAt":"2026-02-15T10:00:00.12345Z"}`;
