import * as fc from "fast-check";
import { expect, it } from "vitest";
import { pageWriter } from "./page-writer.ts";

const written = (value: number): string => {
  const writer = pageWriter();
  writer.number(value);
  return String(Buffer.concat(writer.cut()));
};

it.each([
  [0, "0"],
  [-0, "0"],
  [9, "9"],
  [10, "10"],
  [99, "99"],
  [100, "100"],
  [-1, "-1"],
  [Number.MAX_SAFE_INTEGER, "9007199254740991"],
  [1e21, "1e+21"],
  [1771149600.25, "1771149600.25"],
  [Number.POSITIVE_INFINITY, "+Inf"],
  [Number.NEGATIVE_INFINITY, "-Inf"],
  [Number.NaN, "NaN"],
])("writes %d as %s", (value, text) => {
  expect(written(value)).toBe(text);
});

it("writes any number so that it reads back the same", () => {
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeNat(), fc.double({ noNaN: true, noDefaultInfinity: true })), (value) => {
      expect(Number(written(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});

it("gives full segments out while it goes on, and loses nothing between them", () => {
  const writer = pageWriter();
  const line = "é".repeat(1000);
  const out: Buffer[] = [];
  for (let index = 0; index < 2000; index++) {
    writer.text(line);
    out.push(...(index % 500 === 0 ? writer.cut() : writer.full()));
  }
  expect(out.length).toBeGreaterThan(6);
  expect(String(Buffer.concat([...out, ...writer.cut()]))).toBe(line.repeat(2000));
});
