import { readFileSync, writeFileSync } from "node:fs";
import { unlocked } from "./unlocked.ts";
import type { LockedPackages } from "./unlocked.ts";

const PATH = "package-lock.json";
const lockfile = JSON.parse(readFileSync(PATH, "utf8")) as { readonly packages: LockedPackages };
const found = unlocked(lockfile.packages);
const missing = Object.keys(found);

if (process.argv.includes("--write") && missing.length > 0) {
  const packages = { ...lockfile.packages, ...found };
  writeFileSync(PATH, `${JSON.stringify({ ...lockfile, packages }, undefined, 2)}\n`);
  console.log(`lockfile: ${missing.length} optional packages added`);
} else {
  for (const path of missing) console.error(`${PATH}: ${path} is wanted and not locked; run npm run lockfile:write`);
  console.log(`lockfile: ${missing.length} problems`);
  process.exitCode = missing.length === 0 ? 0 : 1;
}
