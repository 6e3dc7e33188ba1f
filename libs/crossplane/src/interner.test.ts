import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it } from "vitest";
import { interner } from "./interner.ts";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
const MB = 1_000_000;
const PERIOD_MS = 600_000;

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

it("gives equal texts back as one string, for as long as they are asked for", () => {
  let now = 0;
  const intern = interner({ now: () => now });
  const before = heldMb();
  const kept = Array.from({ length: count }, (_, index) => {
    now = index * PERIOD_MS;
    intern(`another one, ${index}`);
    return intern(large(7));
  });
  expect(heldMb() - before).toBeLessThan(count / 4);
  expect(new Set(kept).size).toBe(1);
});

it("forgets what is no longer asked for, by time and by number", () => {
  let now = 0;
  const intern = interner({ limit: count * 2, now: () => now });
  const before = heldMb();
  const fill = (): void => {
    for (let name = 0; name < count; name += 1) intern(large(name));
  };
  fill();
  expect(heldMb() - before).toBeGreaterThan(count - 1);
  for (const text of ["soon", "later"]) {
    now += PERIOD_MS;
    intern(text);
  }
  expect(heldMb() - before).toBeLessThan(count / 4);
  fill();
  for (let name = 0; name < count * 2; name += 1) intern(`${name}`);
  expect(heldMb() - before).toBeLessThan(count / 4);
});
