import { describe, expect, it } from "vitest";
import { lines } from "./lines.ts";

const text = 'one\n{"separator":"a\u2028b\u2029c\\r\u0085"}\n\né\u{1f600}\n';
const expected = ["one", '{"separator":"a\u2028b\u2029c\\r\u0085"}', "é\u{1f600}"];

describe("the lines of a stream", () => {
  it.each([1, 2, 3, 5, 64])("are the same whether they come in chunks of %i bytes", (size) => {
    const bytes = Buffer.from(text);
    const split = lines();
    const found: string[] = [];
    for (let start = 0; start < bytes.length; start += size) {
      for (const line of split.take(bytes.subarray(start, start + size))) found.push(line.toString());
    }
    expect(found).toEqual(expected);
    expect(split.pendingBytes()).toBe(0);
  });

  it("that are not complete are counted, and not given", () => {
    const split = lines();
    expect(split.take(Buffer.from("a\nbcd"))).toHaveLength(1);
    split.take(Buffer.from("ef"));
    expect(split.pendingBytes()).toBe(5);
  });
});
