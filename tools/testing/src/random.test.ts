import { expect, it } from "vitest";
import { seeded } from "./random.ts";

const ten = ({ next }: { readonly next: () => number }): readonly number[] => Array.from({ length: 10 }, next);

it("gives the same numbers for the same seed, and others for another one", () => {
  expect(ten(seeded(5))).toEqual(ten(seeded(5)));
  expect(ten(seeded(5))).not.toEqual(ten(seeded(6)));
});

it("goes on as before, whatever is asked of what was forked", () => {
  const [alone, disturbed] = [seeded(5), seeded(5)];
  alone.fork();
  ten(disturbed.fork());
  expect(ten(disturbed)).toEqual(ten(alone));
});

it("stays within its bounds", () => {
  const random = seeded(7);
  const many = Array.from(
    { length: 1_000 },
    () => [random.below(6), random.between(-2, 3), random.pick(["a", "b"])] as const,
  );
  expect(new Set(many.map(([below]) => below))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  expect(many.every(([, between]) => between >= -2 && between < 3)).toBe(true);
  expect(new Set(many.map(([, , picked]) => picked))).toEqual(new Set(["a", "b"]));
  expect(() => random.pick([])).toThrow("nothing to pick from");
});
