import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { interner } from "./interner.ts";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
const MB = 1_000_000;

// Equal strings cannot be told apart, but large ones can be weighed.
const heldMb = (): number => {
  gc();
  return process.memoryUsage().heapUsed / MB;
};
/** A text of a megabyte, a new string each time; what is longer Node keeps outside of the heap. */
const large = (name: number): string => Buffer.alloc(MB, `${name} `).toString("latin1");
const count = 40;

it("gives every text back unchanged, also those that it has forgotten", () => {
  const intern = interner({ limit: 2 });
  const texts = ["a", "b", "a", "c", "b", "", "a"];
  expect(texts.map(intern)).toEqual(texts);
});

it("gives equal texts back as one string", () => {
  const intern = interner();
  const before = heldMb();
  const kept = Array.from({ length: count }, () => intern(large(7)));
  expect(heldMb() - before).toBeLessThan(count / 4);
  expect(new Set(kept).size).toBe(1);
});
