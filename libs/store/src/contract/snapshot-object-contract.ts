import { AppError } from "@xp-tracker/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bodyOf, bytesOf } from "../testing/bodies.ts";
import type { StoredObject } from "../object/snapshot-object.ts";

/** A place for one object that nobody else uses. */
export interface SnapshotObjectHarness {
  /** The object as another process would open it. */
  open(): StoredObject;
  stop(): Promise<void>;
}

const never = new AbortController().signal;

/** What every {@link StoredObject} does: a snapshot object, and its freshness. Call it in a test file; each test gets a harness of its own. */
export function snapshotObjectContract(name: string, makeHarness: () => Promise<SnapshotObjectHarness>): void {
  describe(`${name}, as a snapshot object`, () => {
    let harness: SnapshotObjectHarness;
    let object: StoredObject;
    beforeEach(async () => {
      harness = await makeHarness();
      object = harness.open();
    });
    afterEach(async () => await harness.stop());

    it("is absent until it is written", async () => {
      expect(await object.get(undefined, never)).toEqual({ kind: "absent" });
      expect(await object.get("never-seen", never)).toEqual({ kind: "absent" });
    });

    it("gives back the bytes that were put, with the tag of that write", async () => {
      const written = await put(object, undefined, "one", ", two");
      expect(written).toEqual({ kind: "written", etag: expect.any(String) as string, bytes: 8 });
      expect(await read(harness.open())).toEqual({ etag: etagOf(written), text: "one, two" });
    });

    it("says unchanged to whoever knows its tag", async () => {
      const etag = etagOf(await put(object, undefined, "one"));
      expect(await harness.open().get(etag, never)).toEqual({ kind: "unchanged", etag });
      await put(object, etag, "two");
      expect(await read(harness.open(), etag)).toMatchObject({ text: "two" });
    });

    it("refuses a first write where there is an object already", async () => {
      await put(object, undefined, "theirs");
      expect(await put(harness.open(), undefined, "mine")).toEqual({ kind: "conflict" });
      expect(await read(object)).toMatchObject({ text: "theirs" });
    });

    it("refuses a write that expects another tag", async () => {
      const old = etagOf(await put(object, undefined, "one"));
      await put(object, old, "two");
      expect(await put(harness.open(), old, "late")).toEqual({ kind: "conflict" });
      expect(await read(object)).toMatchObject({ text: "two" });
    });

    it("goes on after a refused write", async () => {
      const first = etagOf(await put(object, undefined, "one"));
      expect(await put(object, undefined, "two")).toEqual({ kind: "conflict" });
      expect(await put(object, first, "three")).toMatchObject({ kind: "written" });
    });

    it("takes and gives megabytes", async () => {
      const chunk = "0123456789abcdef".repeat(4096);
      const chunks = Array.from({ length: 80 }, () => chunk);
      expect(await put(object, undefined, ...chunks)).toMatchObject({ bytes: 80 * 65_536 });
      expect((await read(object)).text).toBe(chunks.join(""));
    });

    it("keeps the old object when the new one breaks off", async () => {
      const etag = etagOf(await put(object, undefined, "whole"));
      const breaking = (async function* () {
        yield* bodyOf("ha");
        throw new AppError("SNAPSHOT_TOO_LARGE", "too much of it", { remedy: "Take less." });
      })();
      await expect(object.put(breaking, etag, never)).rejects.toThrow("too much of it");
      expect(await read(object)).toEqual({ etag, text: "whole" });
      expect(await put(object, etag, "next")).toMatchObject({ kind: "written" });
    });

    it("neither reads nor writes once it is aborted", async () => {
      await put(object, undefined, "one");
      const aborted = AbortSignal.abort(new Error("shutting down"));
      await expect(object.get(undefined, aborted)).rejects.toThrow("shutting down");
      await expect(object.put(bodyOf("two"), undefined, aborted)).rejects.toThrow("shutting down");
      expect(await read(object)).toMatchObject({ text: "one" });
    });

    it("says where it lies", () => {
      expect(object.location).not.toBe("");
    });
  });
}

const put = (object: StoredObject, expectedEtag: string | undefined, ...chunks: readonly string[]) =>
  object.put(bodyOf(...chunks), expectedEtag, never);

function etagOf(write: Awaited<ReturnType<StoredObject["put"]>>): string {
  if (write.kind !== "written") throw new Error(`not written: ${write.kind}`);
  return write.etag;
}

async function read(object: StoredObject, knownEtag?: string): Promise<{ etag: string; text: string }> {
  const found = await object.get(knownEtag, never);
  if (found.kind !== "found") throw new Error(`not found: ${found.kind}`);
  return { etag: found.etag, text: (await bytesOf(found.body)).toString() };
}
