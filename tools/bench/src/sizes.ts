import type { Sizes } from "./benchmark.ts";

export const fullSizes: Sizes = {
  resources: 100_000,
  repeats: 3,
  cycles: 15,
  scrapes: 200,
  scrapeSeconds: 60,
  realObjects: 10_000,
  idleSeconds: 600,
  watches: [300, 1000],
  manyRows: 2_000_000,
  growth: [1_000, 10_000, 100_000],
};

export const quickSizes: Sizes = {
  resources: 20_000,
  repeats: 1,
  cycles: 2,
  scrapes: 100,
  scrapeSeconds: 15,
  realObjects: 1_000,
  idleSeconds: 20,
  watches: [300],
  manyRows: 200_000,
  growth: [1_000, 10_000],
};
