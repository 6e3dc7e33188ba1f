import { gzipMember, gzipSegment } from "@xp-tracker/runtime";
import { describe, expect, it } from "vitest";
import { gzippedBody } from "./body.ts";
import { isParts } from "./parts.ts";
import type { Parts } from "./parts.ts";

describe("a body of which only gzip is kept", () => {
  const collected = async (content: Parts | AsyncIterable<Buffer>): Promise<string> => {
    const pieces: Buffer[] = [];
    for await (const piece of content) pieces.push(piece);
    return String(Buffer.concat(pieces));
  };

  it("inflates it for the first who asks, and keeps a small one for the next", async () => {
    const segment = gzipSegment(Buffer.from("claims 1\n".repeat(10_000)));
    const body = gzippedBody("text/plain", gzipMember([segment]), segment.bytes, "1");
    const first = body.identity();
    expect(isParts(first)).toBe(false);
    expect(await collected(first)).toBe("claims 1\n".repeat(10_000));
    expect(isParts(body.identity())).toBe(true);
    expect(await collected(body.identity())).toHaveLength(body.bytes);
  });

  it("streams a large one anew each time, so that it takes no memory", async () => {
    const segment = gzipSegment(Buffer.alloc(8 * 1024 * 1024, "claims 1\n"));
    const segments = Array.from({ length: 9 }, () => segment);
    const body = gzippedBody("text/plain", gzipMember(segments), 9 * segment.bytes, "1");
    for (let asked = 0; asked < 2; asked++) {
      const content = body.identity();
      expect(isParts(content)).toBe(false);
      let bytes = 0;
      for await (const piece of content) bytes += piece.length;
      expect(bytes).toBe(body.bytes);
    }
  });
});
