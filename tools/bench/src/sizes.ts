import type { Sizes } from "./benchmark.ts";

export const fullSizes: Sizes = {
  resources: 100_000,
  repeats: 3,
  scrapes: 200,
  scrapeSeconds: 60,
  idleSeconds: 600,
  watches: [300, 1000],
  manyRows: 2_000_000,
  growth: [1_000, 10_000, 100_000],
};

export const quickSizes: Sizes = {
  resources: 20_000,
  repeats: 1,
  scrapes: 100,
  scrapeSeconds: 15,
  idleSeconds: 20,
  watches: [300],
  manyRows: 200_000,
  growth: [1_000, 10_000],
};
