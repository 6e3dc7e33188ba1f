import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gzipMember, gzipSegment, joinSegments } from "./gzip-segment.ts";

const contents = fc.array(fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)));

describe("gzip segments", () => {
  it("are together one member with the content of all, joined before or not", () => {
    fc.assert(
      fc.property(contents, fc.nat(10), (pieces, cut) => {
        const segments = pieces.map((piece) => gzipSegment(piece));
        const joined = [joinSegments(segments.slice(0, cut)), ...segments.slice(cut)];
        const whole = Buffer.concat(pieces);
        for (const some of [segments, joined]) expect(gunzipSync(Buffer.concat(gzipMember(some)))).toEqual(whole);
        expect(joinSegments(joined)).toMatchObject({ crc: joinSegments(segments).crc, bytes: whole.length });
      }),
    );
  });

  it("are read to the end by those who read one member only, as browsers do", async () => {
    const page = "crossplane_claims_total 1\n".repeat(1000);
    const member = gzipMember(Array.from({ length: 30 }, () => gzipSegment(Buffer.from(page))));
    const stream = new Blob(member.map((part) => new Uint8Array(part))).stream();
    const inflated = await new Response(stream.pipeThrough(new DecompressionStream("gzip"))).text();
    expect(inflated).toBe(page.repeat(30));
  });
});
