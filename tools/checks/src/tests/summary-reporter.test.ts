import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const workspace = fileURLToPath(new URL("../../../../", import.meta.url));
const reporter = fileURLToPath(new URL("./summary-reporter.ts", import.meta.url));

/** Runs vitest with the reporter over one test file, in a process of its own. */
function vitestOn(source: string, env: Readonly<Record<string, string>> = {}) {
  const dir = mkdtempSync(join(tmpdir(), "summary-reporter-"));
  writeFileSync(join(dir, "package.json"), '{"type":"module"}');
  writeFileSync(join(dir, "a.test.js"), source);
  const config = `import { summaryReporter } from ${JSON.stringify(reporter)};
    export default { test: { globals: true, include: ["*.test.js"], reporters: ["default", summaryReporter()] } };`;
  writeFileSync(join(dir, "vitest.config.js"), config);
  const command = [join(workspace, "node_modules/vitest/vitest.mjs"), "run", "--root", dir];
  const { CI: _ci, ...outer } = process.env;
  const { status, stdout } = spawnSync(process.execPath, command, { encoding: "utf8", env: { ...outer, ...env } });
  rmSync(dir, { recursive: true });
  return { status, lastLine: stdout.trim().split("\n").at(-1), stdout };
}

it("ends a good run with the counts, and succeeds", () => {
  expect(vitestOn('it("a", () => {});')).toMatchObject({ status: 0, lastLine: "tests: 1 passed, 0 failed" });
});

it("fails with a failing test", () => {
  expect(vitestOn('it("a", () => {}); it("b", () => { throw new Error("x"); });')).toMatchObject({
    status: 1,
    lastLine: "tests: 1 passed, 1 failed",
  });
});

it("counts a file that cannot be loaded as a failure", () => {
  expect(vitestOn('import "./gone.js"; it("a", () => {});')).toMatchObject({
    status: 1,
    lastLine: "tests: 0 passed, 1 failed",
  });
});

it("fails when there are no tests at all", () => {
  expect(vitestOn("")).toMatchObject({ status: 1 });
});

it("names the reason of a skip, and fails in CI when the machine could have run the test", () => {
  const source = 'it("a", () => {}); it.skipIf(true)("b (FIXTURE_SERVER is not set)", () => {});';
  const elsewhere = vitestOn(source, { CI: "true" });
  expect(elsewhere.status).toBe(0);
  expect(elsewhere.stdout).toContain("skipped: 1 (FIXTURE_SERVER is not set)");

  expect(vitestOn(source, { FIXTURE_SERVER: "there" }).status).toBe(0);
  const needless = vitestOn(source, { CI: "true", FIXTURE_SERVER: "there" });
  expect(needless.status).toBe(1);
  expect(needless.stdout).toContain("skipped without need: a.test.js: b");
});

it("fails in CI on a skip whose reason it cannot check", () => {
  const source = 'it("a", () => {}); it.skipIf(true)("b (needs FIXTURE_SERVER)", () => {});';
  expect(vitestOn(source).status).toBe(0);
  const unknown = vitestOn(source, { CI: "true" });
  expect(unknown.status).toBe(1);
  expect(unknown.stdout).toContain("gives a reason that nobody can check: needs FIXTURE_SERVER");
});
