import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";

const root = fileURLToPath(import.meta.resolve("../../.."));

it("runs the example of docs/custom-backends.md as it stands", { timeout: 120_000 }, async () => {
  const page = await readFile(join(root, "docs/custom-backends.md"), "utf8");
  const files = [...page.matchAll(/^```ts\n\/\/ (\S+)\n(.*?)^```$/gms)];
  expect(files.map(([, name]) => name)).toEqual(["sqlite-object.ts", "sqlite-object.test.ts"]);

  const dir = await mkdtemp(join(tmpdir(), "xp-tracker-docs-"));
  onTestFinished(async () => await rm(dir, { recursive: true }));
  await symlink(join(root, "node_modules"), join(dir, "node_modules"));
  const settings = { extends: join(root, "tsconfig.base.json"), compilerOptions: { noEmit: true, paths: {} } };
  await writeFile(join(dir, "tsconfig.json"), JSON.stringify(settings));
  await writeFile(join(dir, "package.json"), JSON.stringify({ type: "module" }));
  for (const [, name = "", text = ""] of files) await writeFile(join(dir, name), text);

  const run = async (tool: string, ...args: readonly string[]) =>
    await promisify(execFile)(process.execPath, [join(root, "node_modules", tool), ...args], { cwd: dir }).catch(
      (failed: { readonly stdout: string }) => {
        throw new Error(failed.stdout, { cause: failed });
      },
    );
  await run("typescript/bin/tsc", "--project", dir, "--composite", "false", "--emitDeclarationOnly", "false");
  await run("vitest/vitest.mjs", "run", "--root", dir, "--reporter", "json", "--outputFile", join(dir, "tests.json"));
  const tests = JSON.parse(await readFile(join(dir, "tests.json"), "utf8")) as Record<string, number>;
  expect(tests["numTotalTests"]).toBeGreaterThan(30);
  expect(tests["numPassedTests"]).toBe(tests["numTotalTests"]);
});
