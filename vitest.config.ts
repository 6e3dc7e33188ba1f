import { defineConfig } from "vitest/config";
import { summaryReporter } from "./tools/checks/src/tests/summary-reporter.ts";

export default defineConfig({
  test: {
    include: ["{libs,apps,tools}/*/src/**/*.test.ts"],
    setupFiles: ["./libs/crossplane/src/testing/rows-are-values.ts"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Two cores: more workers only make real servers slow to start.
    maxWorkers: 2,
    reporters: ["default", summaryReporter()],
  },
});
