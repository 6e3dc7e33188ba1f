import { crc32 } from "node:zlib";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32Combine } from "./crc32-combine.ts";

const anyCrc = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const anyLength = fc.integer({ min: 0, max: 2 ** 45 });

describe("crc32Combine", () => {
  it("gives the checksum of two pieces together", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array({ maxLength: 5_000 }), (a, b) => {
        expect(crc32Combine(crc32(a), crc32(b), b.length)).toBe(crc32(Buffer.concat([a, b])));
      }),
    );
  });

  it("is right again after lengths whose powers take the same place", () => {
    const [a, b] = [Buffer.from("a piece"), Buffer.alloc(5)];
    const expected = crc32(Buffer.concat([a, b]));
    for (const bytes of [5 + 8_192, 5 + 16_384]) {
      const other = Buffer.alloc(bytes);
      expect(crc32Combine(crc32(a), crc32(other), bytes)).toBe(crc32(Buffer.concat([a, other])));
      expect(crc32Combine(crc32(a), crc32(b), b.length)).toBe(expected);
    }
  });

  it("does not depend on where three pieces are joined first, at lengths beyond 32 bits too", () => {
    fc.assert(
      fc.property(anyCrc, anyCrc, anyCrc, anyLength, anyLength, (a, b, c, bytesOfB, bytesOfC) => {
        const leftFirst = crc32Combine(crc32Combine(a, b, bytesOfB), c, bytesOfC);
        expect(crc32Combine(a, crc32Combine(b, c, bytesOfC), bytesOfB + bytesOfC)).toBe(leftFirst);
      }),
    );
  });
});
