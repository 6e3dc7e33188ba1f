import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{libs,apps,tools}/*/src/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Two cores: more workers only make real servers slow to start.
    maxWorkers: 2,
  },
});
