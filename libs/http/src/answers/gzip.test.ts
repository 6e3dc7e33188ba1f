import { spawnSync } from "node:child_process";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bodyOf, withGzip } from "./body.ts";
import { gzipWithHead } from "./gzip.ts";
import { byteLength, sliceOf } from "./parts.ts";

const never = new AbortController().signal;
const page = "crossplane_claims_total 1\n".repeat(40_000);

/** Reads exactly one member and refuses anything after it, as browsers do. */
async function inflateOneMember(gzip: readonly Buffer[]): Promise<string> {
  const stream = new Blob(gzip.map((part) => new Uint8Array(part))).stream();
  return new Response(stream.pipeThrough(new DecompressionStream("gzip"))).text();
}

describe("withGzip", () => {
  it("compresses a body that lies in pieces", async () => {
    const pieces = [Buffer.from(page), Buffer.alloc(0), Buffer.from("# EOF\n")];
    const body = await withGzip(bodyOf("text/plain", pieces), never);
    expect(gunzipSync(Buffer.concat(body.gzip ?? [])).toString()).toBe(`${page}# EOF\n`);
    expect(byteLength(body.gzip ?? [])).toBeLessThan(page.length / 50);
  });

  it("gives the same bytes for the same content, however it is cut", async () => {
    const whole = await withGzip(bodyOf("text/plain", page), never);
    const bytes = Buffer.from(page);
    const cuts = [0, 1, 7, 65_536, 65_537, 400_000, bytes.length];
    const pieces = cuts.map((start, index) => bytes.subarray(start, cuts[index + 1]));
    const again = await withGzip(bodyOf("text/plain", pieces), never);
    expect(Buffer.concat(whole.gzip ?? [])).toEqual(Buffer.concat(again.gzip ?? []));
  });

  it("ends when it is told to", async () => {
    await expect(withGzip(bodyOf("text/plain", page), AbortSignal.abort())).rejects.toThrow("abort");
  });
});

describe("gzipWithHead", () => {
  const compressedPage = async (content: string) => (await withGzip(bodyOf("text/plain", content), never)).gzip ?? [];

  it("is one member that holds the head and then the content", async () => {
    const joined = gzipWithHead(Buffer.from("head 1\n"), await compressedPage(page), page.length);
    expect(await inflateOneMember(joined)).toBe(`head 1\n${page}`);
    expect(spawnSync("gzip", ["--test"], { input: Buffer.concat(joined) })).toMatchObject({ status: 0 });
  });

  it("holds for any head and content, the empty ones included", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.string(), async (head, content) => {
        const joined = gzipWithHead(Buffer.from(head), await compressedPage(content), Buffer.byteLength(content));
        expect(gunzipSync(Buffer.concat(joined)).toString()).toBe(Buffer.from(head + content).toString());
      }),
      { numRuns: 50 },
    );
  });
});

describe("sliceOf", () => {
  it("gives what a slice of the whole would give", () => {
    const range = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 6 })), range, (pieces, [start, end]) => {
        const parts = pieces.map((piece) => Buffer.from(piece));
        expect(Buffer.concat(sliceOf(parts, start, end))).toEqual(Buffer.concat(parts).subarray(start, end));
      }),
    );
  });
});
