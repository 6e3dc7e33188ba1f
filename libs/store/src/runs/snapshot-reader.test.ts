import { describe, expect, it } from "vitest";
import type { ObjectRead, SnapshotObject } from "../object/snapshot-object.ts";
import { snapshotReader } from "./snapshot-reader.ts";
import { bodyOf } from "../testing/bodies.ts";
import { encode, snapshotOf } from "../testing/snapshots.ts";

const never = new AbortController().signal;

/** An object in memory that anybody may overwrite, and a reader of it. */
function place() {
  let lies = { text: "", etag: 0 };
  const object: SnapshotObject = {
    location: "memory",
    get: async (knownEtag): Promise<ObjectRead> => {
      const etag = String(lies.etag);
      return etag === knownEtag
        ? { kind: "unchanged", etag }
        : { kind: "found", etag, bytes: lies.text.length, body: bodyOf(lies.text) };
    },
    put: () => Promise.reject(new Error("a reader does not write")),
  };
  const reader = snapshotReader(object, { cluster: "" }, { make: () => 0, makeOfAll: () => [] });
  const write = async (generation: number, takenAt: number): Promise<void> => {
    lies = { text: await encode({ ...snapshotOf({}), generation, takenAt }), etag: lies.etag + 1 };
  };
  const read = async (): Promise<number | string> => {
    const found = await reader.read(never);
    return found.kind === "restored" ? found.facts.generation : found.kind;
  };
  return { write, read };
}

describe("a reader whose snapshot was overwritten", () => {
  it("does not go back to one that is older by number and by time, however often it looks", async () => {
    const { write, read } = place();
    await write(7, 70_000);
    expect(await read()).toBe(7);
    await write(6, 60_000);
    for (let look = 0; look < 3; look += 1) await expect(read()).rejects.toMatchObject({ code: "SNAPSHOT_OLDER" });
    await write(8, 80_000);
    expect([await read(), await read()]).toEqual([8, "unchanged"]);
  });

  it("follows one that begins anew, and one whose clock was set back", async () => {
    const { write, read } = place();
    await write(7, 70_000);
    expect(await read()).toBe(7);
    await write(1, 80_000);
    expect(await read()).toBe(1);
    await write(2, 50_000);
    expect(await read()).toBe(2);
  });

  it("takes back the one that it had", async () => {
    const { write, read } = place();
    await write(7, 70_000);
    expect(await read()).toBe(7);
    await write(6, 60_000);
    await expect(read()).rejects.toThrow("went back from generation 7 to 6");
    await write(7, 70_000);
    expect(await read()).toBe(7);
  });
});
