import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { posix } from "node:path";
import { brokenLinks } from "./check-links.ts";
import { tableDifferences } from "./check-tables.ts";
import { configurationTable } from "./configuration-table.ts";
import { documentedTables } from "./documented-tables.ts";
import { generatedParts, regenerate } from "./generated.ts";

const generators = { configuration: configurationTable };
const homes = { configuration: "docs/configuration.md" } as const satisfies Record<keyof typeof generators, string>;

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" });
const files = listed.split("\n").filter((path) => path !== "" && existsSync(path));
const withDirs = new Set([".", ...files.flatMap(ancestors)]);
const pages = new Map(files.filter((path) => path.endsWith(".md")).map((path) => [path, readFileSync(path, "utf8")]));

if (process.argv.includes("--write")) {
  for (const [path, text] of pages) {
    const fresh = regenerate(text, generators);
    if (fresh !== text) writeFileSync(path, fresh);
    pages.set(path, fresh);
  }
}

const problems = [
  ...[...pages]
    .filter(([, text]) => regenerate(text, generators) !== text)
    .map(([path]) => `${path}: a generated part is out of date; run npm run docs:write`),
  ...Object.entries(homes)
    .filter(([part, path]) => !generatedParts(pages.get(path) ?? "").includes(part))
    .map(([part, path]) => `${path}: the generated part "${part}" is missing`),
  ...documentedTables.flatMap((table) => tableDifferences(table, pages.get(table.page) ?? "")),
  ...brokenLinks(pages, withDirs),
];
for (const problem of problems) console.error(problem);
console.log(`docs: ${pages.size} pages, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function ancestors(path: string): readonly string[] {
  const parent = posix.dirname(path);
  return parent === "." ? [path] : [path, ...ancestors(parent)];
}
