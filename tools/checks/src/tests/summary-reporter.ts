import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Reporter, TestModule } from "vitest/node";
import { summaryLines, unjustified } from "./test-outcome.ts";
import type { Machine, TestOutcome } from "./test-outcome.ts";

/**
 * A vitest reporter that ends every run with why tests were skipped and `tests: N passed, N failed`.
 * With `CI=true` a skip fails the run when this machine could have run the test.
 */
export const summaryReporter = (env: NodeJS.ProcessEnv = process.env): Reporter => ({
  onTestRunEnd: (modules, unhandledErrors) => {
    const tests = modules.flatMap(outcomesOf);
    const wrong = env["CI"] === "true" ? unjustifiedSkips(tests, machineOf(env)) : [];
    const noneRan = !tests.some(({ state }) => state === "passed");
    if (wrong.length > 0 || unhandledErrors.length > 0) process.exitCode = 1;
    console.log([...wrong, ...(noneRan ? ["no test has passed"] : []), ...summaryLines(tests)].join("\n"));
  },
});

function outcomesOf(module: TestModule): readonly TestOutcome[] {
  const file = module.relativeModuleId;
  const tests = [...module.children.allTests()].map((test): TestOutcome => {
    const result = test.result();
    const state = result.state === "pending" ? "skipped" : result.state;
    return { name: test.fullName, file, state, note: result.state === "skipped" ? result.note : undefined };
  });
  // A file that cannot even be loaded, or whose hook fails, has no failed test to be counted.
  const broken = module.state() === "failed" && !tests.some(({ state }) => state === "failed");
  return broken ? [...tests, { name: file, file, state: "failed", note: undefined }] : tests;
}

const unjustifiedSkips = (tests: readonly TestOutcome[], machine: Machine): readonly string[] =>
  tests
    .filter(({ state }) => state === "skipped")
    .flatMap((test) => {
      const wrong = unjustified(test, machine);
      return wrong === undefined ? [] : [`skipped without need: ${test.file}: ${test.name} ${wrong}`];
    });

const machineOf = (env: NodeJS.ProcessEnv): Machine => ({
  isSet: (variable) => (env[variable] ?? "") !== "",
  onPath: (program) => (env["PATH"] ?? "").split(delimiter).some((dir) => isExecutable(join(dir, program))),
  exists: existsSync,
});

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
