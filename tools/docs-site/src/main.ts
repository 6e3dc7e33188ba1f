import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSite } from "./build-site.ts";

const OUT = "out/site";
const ASSETS = fileURLToPath(new URL("../assets", import.meta.url));

const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" });
const files = listed.split("\n").filter((path) => path !== "" && existsSync(path));
const markdown = files
  .filter((path) => path.endsWith(".md"))
  .map((path) => [path, readFileSync(path, "utf8")] as const);
const { texts, copies, problems } = buildSite(new Map(markdown), new Set(files));

const place = (path: string): string => {
  const target = join(OUT, path);
  mkdirSync(dirname(target), { recursive: true });
  return target;
};
rmSync(OUT, { recursive: true, force: true });
for (const [path, text] of texts) writeFileSync(place(path), text);
for (const [path, source] of copies) copyFileSync(source, place(path));
for (const name of readdirSync(ASSETS)) copyFileSync(join(ASSETS, name), place(name));

for (const problem of problems) console.error(problem);
console.log(`site: ${texts.size - 1} pages in ${OUT}, ${problems.length} broken links`);
process.exitCode = problems.length === 0 ? 0 : 1;
