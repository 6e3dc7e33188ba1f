import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { claim, facts, xr } from "../contract/samples.ts";
import { decodeHead, decodeSnapshot } from "./snapshot-decode.ts";
import { bodyOf } from "../testing/bodies.ts";
import { decode, encode, original, originalClaim, snapshotOf } from "../testing/snapshots.ts";

const never = new AbortController().signal;
const { takenAt } = facts;

describe("decodeSnapshot, of what is no snapshot", () => {
  const whole = originalClaim('"team":"\\u00e9\\"é😀"');

  it.each([
    { what: "nothing", text: "" },
    { what: "white space", text: "  \n" },
    { what: "a list", text: "[]" },
    { what: "a text", text: '"claims"' },
    { what: "an empty object", text: "{}" },
    { what: "no claims", text: '{"xrs":[],"persistedAt":"2026-02-15T10:00:00Z"}' },
    { what: "no time", text: '{"claims":[],"xrs":[]}' },
    { what: "an empty time", text: '{"claims":[],"xrs":[],"persistedAt":""}' },
    { what: "a broken time", text: originalClaim('"createdAt":"yesterday"') },
    { what: "an empty time in a row", text: originalClaim('"createdAt":""') },
    { what: "a number as text", text: originalClaim('"kind":5') },
    { what: "a text as truth", text: originalClaim('"ready":"true"') },
    { what: "a list as row", text: original('"claims":[[]],"xrs":[]') },
    { what: "a row without a name", text: original('"claims":[{"gvr":"a/b/c"}],"xrs":[]') },
    { what: "an object as claims", text: original('"claims":{},"xrs":[]') },
    { what: "claims twice", text: original('"claims":[],"claims":[],"xrs":[]') },
    { what: "a version that is none", text: original('"claims":[],"xrs":[],"schemaVersion":"new"') },
    { what: "a generation that is none", text: original('"claims":[],"xrs":[],"generation":-1') },
    { what: "something behind its end", text: `${whole} {}` },
    { what: "a comma too much in a list", text: original('"claims":[],"xrs":[],"mrs":[{"gvr":"a/b/c","name":"d"},]') },
    {
      what: "a comma too few",
      text: original('"claims":[{"gvr":"a/b/c","name":"d"}{"gvr":"a/b/c","name":"e"}],"xrs":[]'),
    },
    { what: "a member without value", text: original('"claims":,"xrs":[]') },
    { what: "a key without quotes", text: "{claims:[]}" },
    { what: "brackets that do not match", text: original('"claims":[{]],"xrs":[]') },
  ])("refuses $what", async ({ text }) => {
    await expect(decode(text, { location: "the file" })).rejects.toMatchObject({
      code: "SNAPSHOT_CORRUPT",
      message: expect.stringMatching(/^the file /) as string,
    });
  });

  it("refuses one that breaks off, wherever that is", async () => {
    const bytes = Buffer.from(whole);
    for (let end = 0; end < bytes.length; end++) {
      await expect(decode(bytes.subarray(0, end))).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    }
    expect((await decode(`${whole} \n`)).rows.claim[0]?.team).toBe('é"é😀');
  });

  it.each([
    { name: "gzip", compress: gzipSync },
    { name: "zstd", compress: zstdCompressSync },
  ])("unpacks $name, and refuses it when it breaks off", async ({ compress }) => {
    const packed = compress(whole);
    expect((await decode(packed)).rows.claim).toHaveLength(1);
    for (let end = 0; end < packed.length; end += 3) {
      await expect(decode(packed.subarray(0, end))).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    }
  });

  it("passes on what the body throws, packed or not", async () => {
    for (const bytes of [Buffer.from(whole), gzipSync(whole)]) {
      const breaking = (async function* () {
        yield* bodyOf(bytes.subarray(0, 30));
        throw new Error("connection reset");
      })();
      await expect(decodeSnapshot(breaking, {}, never)).rejects.toThrow("connection reset");
    }
  });

  it("refuses more bytes than allowed, counted after unpacking", async () => {
    const limit = { maxBytes: Buffer.byteLength(whole) };
    expect((await decode(whole, limit)).rows.claim).toHaveLength(1);
    await expect(decode(` ${whole}`, limit)).rejects.toMatchObject({ code: "SNAPSHOT_TOO_LARGE" });
    const bomb = gzipSync(Buffer.alloc(20_000_000, " "));
    await expect(decode(bomb, { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "SNAPSHOT_TOO_LARGE" });
  });

  it("refuses more rows than allowed", async () => {
    const text = await encode(snapshotOf({ claim: [claim("a")], composite: [xr("a")] }));
    await expect(decode(text, { maxRows: 1 })).rejects.toMatchObject({ code: "SNAPSHOT_TOO_LARGE" });
    expect(await decode(text, { maxRows: 2 })).toMatchObject({ generation: 7 });
  });

  it("refuses a newer major version, whatever its rows look like, and reads a newer minor one", async () => {
    const text = (version: string): string => original(`"claims":[{"gvr":1}],"xrs":[],"schemaVersion":"${version}"`);
    await expect(decode(text("2.0"))).rejects.toMatchObject({ code: "SNAPSHOT_TOO_NEW" });
    await expect(decode(text("1.9"))).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT" });
    for (const known of ['"1.9"', "1", "1.5"]) {
      const read = await decode(original(`"claims":[],"xrs":[],"schemaVersion":${known}`));
      expect(read).toMatchObject({ generation: 0 });
    }
    for (const newer of ["2", "2.5", '"2"']) {
      const reading = decode(original(`"claims":[{"gvr":1}],"xrs":[],"schemaVersion":${newer}`));
      await expect(reading).rejects.toMatchObject({ code: "SNAPSHOT_TOO_NEW" });
    }
  });

  it("refuses another cluster's, where both say which they are", async () => {
    const text = await encode(snapshotOf({}));
    await expect(decode(text, { cluster: "green" })).rejects.toMatchObject({ code: "SNAPSHOT_FOREIGN" });
    for (const cluster of ["blue", ""]) expect(await decode(text, { cluster })).toMatchObject({ cluster: "blue" });
    expect(await decode(await encode(snapshotOf({}, { cluster: "" })), { cluster: "green" })).toMatchObject({
      cluster: "",
    });
  });
});

describe("decodeHead", () => {
  it("reads what identifies a snapshot, without its rows", async () => {
    const text = await encode(snapshotOf({ claim: [claim("a")] }));
    expect(await decodeHead(bodyOf(text), {}, never)).toEqual({ generation: 7, cluster: "blue", takenAt });
  });
});
