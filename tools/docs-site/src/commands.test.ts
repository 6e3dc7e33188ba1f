import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const inDocs = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((path) => join("docs", path));
const pages = ["README.md", "CONTRIBUTING.md", ...inDocs].filter((path) => path.endsWith(".md"));
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");
const { scripts } = JSON.parse(textOf("package.json")) as { readonly scripts: Readonly<Record<string, string>> };

const found = (pattern: RegExp): readonly string[] =>
  pages.flatMap((page) => [...textOf(page).matchAll(pattern)].map(([, name = ""]) => `${page}: ${name}`));
const named = (entry: string): string => entry.slice(entry.indexOf(": ") + 2);

it("every npm script that the documentation names is there", () => {
  const builtIn = ["test", "start"];
  const commands = found(/\bnpm run ([a-z][a-z:-]*)/g);
  expect(commands.length).toBeGreaterThan(0);
  expect(commands.filter((entry) => ![...builtIn, ...Object.keys(scripts)].includes(named(entry)))).toEqual([]);
});

it("every folder and file of the repository that a command of the documentation names is there", () => {
  const paths = found(/(?<![\w./-])((?:deploy|tools|libs|apps|docs)\/[\w./-]*\w)/g).filter(
    (entry) => !/\.(?:test\.)?ts$|my-|NNNN/.test(entry),
  );
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((entry) => !existsSync(join(root, named(entry))))).toEqual([]);
});
