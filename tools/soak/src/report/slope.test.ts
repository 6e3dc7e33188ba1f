import { seeded } from "@xp-tracker/testing";
import { expect, it } from "vitest";
import { binned, slopeOf } from "./slope.ts";

const line = (slope: number, noise: number) => {
  const random = seeded(7);
  return Array.from({ length: 60 }, (_, x) => [x, 100 + slope * x + random.between(-noise, noise)] as const);
};

it("finds the slope of a straight line, without a doubt", () => {
  expect(slopeOf([line(3, 0)]).slope).toBeCloseTo(3);
  expect(slopeOf([line(3, 0)]).margin).toBeCloseTo(0);
});

it("says that noise is noise, and that growth is growth", () => {
  const flat = slopeOf([line(0, 20)]);
  expect(Math.abs(flat.slope)).toBeLessThan(flat.margin);
  const growing = slopeOf([line(2, 20)]);
  expect(growing.slope).toBeGreaterThan(growing.margin);
  expect(Math.abs(growing.slope - 2)).toBeLessThan(growing.margin);
});

it("takes noise for growth once in two hundred times, of few points and of many", () => {
  const random = seeded(11);
  // Close to a normal distribution: the sum of twelve that are not.
  const noise = (): number => Array.from({ length: 12 }, () => random.between(-1, 1)).reduce((sum, each) => sum + each);
  for (const points of [4, 5, 6, 7, 10, 30]) {
    const runs = Array.from({ length: 4_000 }, () => slopeOf([Array.from({ length: points }, (_, x) => [x, noise()])]));
    const growing = runs.filter(({ slope, margin }) => slope > margin).length / runs.length;
    expect(growing, `${points} points`).toBeLessThan(0.01);
    expect(growing, `${points} points`).toBeGreaterThan(0.001);
  }
});

it("does not doubt less because the same is measured twice", () => {
  const points = line(0, 20);
  const doubled = points.flatMap((point) => [point, point]);
  expect(slopeOf([binned(doubled, 1)]).margin).toBeCloseTo(slopeOf([points]).margin);
});

it("has no margin for two points", () => {
  expect(
    slopeOf([
      [
        [0, 1],
        [1, 2],
      ],
    ]).margin,
  ).toBeNaN();
});

it("takes a step between groups for no slope", () => {
  const [low, high] = [line(0, 20), line(0, 20).map(([x, y]) => [x + 60, y + 500] as const)];
  const stepped = slopeOf([low, high]);
  expect(Math.abs(stepped.slope)).toBeLessThan(stepped.margin);
  const asOne = slopeOf([[...low, ...high]]);
  expect(asOne.slope).toBeGreaterThan(asOne.margin);
});
