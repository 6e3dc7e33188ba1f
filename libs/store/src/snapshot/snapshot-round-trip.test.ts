import { gzipSync, zstdCompressSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { claim, mr } from "../contract/samples.ts";
import { decodeSnapshot } from "../decode/snapshot-decode.ts";
import { encodeSnapshot } from "../encode/snapshot-encode.ts";
import { anySnapshot } from "../testing/any-snapshot.ts";
import { bodyOf, bytesOf } from "../testing/bodies.ts";
import { decode, encode, snapshotOf } from "../testing/snapshots.ts";

const never = new AbortController().signal;

describe("a snapshot that is written and read", () => {
  it("is the same snapshot", async () => {
    await fc.assert(
      fc.asyncProperty(anySnapshot, async (snapshot) => {
        expect(await decode(await encode(snapshot))).toEqual(snapshot);
      }),
    );
  });

  it("is the same however its bytes are cut, packed or not", async () => {
    const cuts = fc.array(fc.nat(), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anySnapshot, cuts, fc.constantFrom("", "gzip", "zstd"), async (snapshot, positions, packing) => {
        const plain = await bytesOf(encodeSnapshot(snapshot));
        const bytes = packing === "" ? plain : packing === "gzip" ? gzipSync(plain) : zstdCompressSync(plain);
        const ends = [...positions.map((at) => at % bytes.length), bytes.length].toSorted((a, b) => a - b);
        const chunks = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        expect(await decodeSnapshot(bodyOf(...chunks), {}, never)).toEqual(snapshot);
      }),
    );
  });

  it("is the same when every byte comes by itself, in memory that is used again", async () => {
    const snapshot = snapshotOf({ claim: [claim("orders", { team: '\\"é😀\u2028' })], managed: [mr("orders")] });
    const bytes = await bytesOf(encodeSnapshot(snapshot));
    const reused = Buffer.alloc(1);
    const body = (async function* () {
      for (const byte of bytes) {
        reused[0] = byte;
        yield await Promise.resolve(reused);
      }
    })();
    expect(await decodeSnapshot(body, {}, never)).toEqual(snapshot);
  });

  it("either is a snapshot or is corrupt, whatever bytes are changed", async () => {
    const bytes = await bytesOf(encodeSnapshot(snapshotOf({ claim: [claim("orders")] })));
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), async (at, value) => {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        const outcome = await decode(changed).then(
          () => "a snapshot",
          (error: { code?: string }) => error.code,
        );
        expect(["a snapshot", "SNAPSHOT_CORRUPT", "SNAPSHOT_TOO_NEW"]).toContain(outcome);
      }),
      { numRuns: 1_000 },
    );
  });
});
