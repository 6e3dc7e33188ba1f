import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles a program with all that it imports into one `.mjs` file of its name in `folder`, and gives its path. Files that
 * are there are replaced whole: a process may start from them meanwhile.
 */
export async function bundle(program: string, folder: string): Promise<string> {
  const outfile = join(folder, `${basename(program, ".ts")}.mjs`);
  const { outputFiles } = await build({
    write: false,
    entryPoints: [program],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    sourcemap: "linked",
    legalComments: "external",
    // Comments are the only text beyond ASCII, for which V8 would keep every character of a program in two bytes.
    minifyWhitespace: true,
    logLevel: "warning",
    // Some dependencies are CommonJS and call require(), which ES modules lack.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    define: { XP_TRACKER_VERSION: JSON.stringify(version()), XP_TRACKER_GIT_SHA: JSON.stringify(gitSha()) },
  });
  await mkdir(folder, { recursive: true });
  for (const { path, contents } of outputFiles) {
    const unfinished = `${path}.${randomUUID()}`;
    await writeFile(unfinished, contents);
    await rename(unfinished, path);
  }
  return outfile;
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
