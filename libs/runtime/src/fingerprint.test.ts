import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fingerprinter } from "./fingerprint.ts";

describe("a fingerprint", () => {
  it("is the same for equal bytes, wherever they lie", () => {
    const name = fingerprinter();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), (content) => {
        const elsewhere = Buffer.concat([Buffer.from("before"), content]).subarray("before".length);
        expect(name(elsewhere)).toBe(name(content));
      }),
    );
  });

  it("is another one for every other content: one bit, a zero at the end, or two parts in turn", () => {
    const name = fingerprinter();
    const content = Buffer.alloc(100_000, "content");
    const others = Array.from({ length: 200 }, (_, index) => {
      const other = Buffer.from(content);
      other[index * 499] = (other[index * 499] ?? 0) ^ (1 << (index % 8));
      return other;
    });
    const zeros = [0, 1, 15, 16, 17, 32].map((length) => Buffer.alloc(length));
    const turned = Buffer.concat([content.subarray(16), content.subarray(0, 16)]);
    const all = [content, ...others, ...zeros, turned];
    expect(new Set(all.map(name)).size).toBe(all.length);
  });

  it("says nothing in another process: each has its own", () => {
    expect(fingerprinter()(Buffer.from("a"))).not.toBe(fingerprinter()(Buffer.from("a")));
  });
});
