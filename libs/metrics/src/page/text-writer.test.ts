import * as fc from "fast-check";
import { expect, it } from "vitest";
import { textWriter } from "./text-writer.ts";

const written = (value: number): string => {
  const writer = textWriter();
  writer.number(value);
  return String(writer.take());
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

it("takes text of any size, and begins anew when it is taken out", () => {
  const writer = textWriter();
  const line = "é".repeat(1000);
  for (let round = 0; round < 2; round++) {
    for (let index = 0; index < 500; index++) writer.text(line);
    expect(String(writer.take())).toBe(line.repeat(500));
  }
  expect(writer.take()).toHaveLength(0);
});

it("writes what stands in it once more, and takes out what stands behind a place", () => {
  const writer = textWriter();
  writer.text("block ");
  writer.bytes(Buffer.from("line "));
  writer.again(0, 5);
  expect(writer.length()).toBe("block line block".length);
  expect(String(writer.take(6))).toBe("line block");
  writer.again(0, 6);
  expect(String(writer.take())).toBe("block block ");
});

it("keeps what stands in it where it has to grow", () => {
  const writer = textWriter();
  writer.text("start");
  for (let index = 0; index < 20; index++) writer.again(0, writer.length());
  expect(String(writer.take())).toBe("start".repeat(2 ** 20));
});

it.each([
  ["", ""],
  ["plain-1", "plain-1"],
  ['C:\\new "x"\nend', 'C:\\\\new \\"x\\"\\nend'],
  ["\r\t\u0000\u007f\u0080é\u2028🚀", "\r\t\u0000\u007f\u0080é\u2028🚀"],
  ["a\ud800b", "a\ufffdb"],
])("writes the label value %j as %j", (value, text) => {
  const writer = textWriter();
  writer.labelValue(value);
  expect(String(writer.take())).toBe(text);
});
