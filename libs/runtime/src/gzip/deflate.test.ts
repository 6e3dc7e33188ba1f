import { constants, inflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deflated, inflated } from "./deflate.ts";

const anyText = fc.oneof(
  fc.string(),
  fc.string({ maxLength: 20 }).map((text) => text.repeat(9_000)),
);
const contents = fc.array(
  anyText.map((text) => Buffer.from(text)),
  { minLength: 1 },
);

describe("deflated pieces", () => {
  it("stand for themselves, whatever was compressed before", () => {
    const alone = (blocks: Buffer) => inflateRawSync(blocks, { finishFlush: constants.Z_SYNC_FLUSH });
    fc.assert(
      fc.property(contents, fc.integer({ min: 1, max: 9 }), (all, level) => {
        const once = all.map((content) => deflated(content, level));
        const again = all.toReversed().map((content) => deflated(content, level));
        expect(once.map(alone)).toEqual(all);
        expect(again.toReversed()).toEqual(once);
      }),
    );
  });

  it("are unpacked one after the other", () => {
    fc.assert(
      fc.property(contents, (all) => {
        expect(all.map((content) => inflated(deflated(content, 1)))).toEqual(all);
      }),
    );
  });

  it("are in memory of their own", () => {
    const [small, none] = [deflated(Buffer.from("small"), 1), deflated(Buffer.alloc(0), 1)];
    expect(small.buffer.byteLength).toBe(small.byteLength);
    expect(none.buffer.byteLength).toBe(none.byteLength);
  });
});
