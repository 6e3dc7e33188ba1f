import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { build } from "esbuild";

/** Bundles each application with all that it imports into `apps/<name>/dist/main.mjs`, which needs nothing but Node. */
const mains = globSync("apps/*/src/main.ts").toSorted();
for (const main of mains) {
  const outfile = `${dirname(dirname(main))}/dist/main.mjs`;
  await build({
    entryPoints: [main],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    sourcemap: "linked",
    legalComments: "external",
    logLevel: "warning",
    // Some dependencies are CommonJS and call require(), which ES modules lack.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    define: { XP_TRACKER_VERSION: JSON.stringify(version()), XP_TRACKER_GIT_SHA: JSON.stringify(gitSha()) },
  });
  console.log(`${basename(dirname(dirname(main)))}: ${outfile}, ${(statSync(outfile).size / 1e6).toFixed(1)} MB`);
}

function version(): string {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { readonly version: string };
  return manifest.version;
}

/** The commit, from `GIT_SHA` where there is no repository (an image build), else from git; `""` where neither knows. */
function gitSha(): string {
  const given = process.env["GIT_SHA"] ?? "";
  if (given !== "" || !existsSync(".git")) return given;
  return execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { encoding: "utf8" }).trim();
}
