import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { importsOf } from "./imports-of.ts";
import type { WorkspacePackage } from "./workspace.ts";

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Reads the packages under `root`: manifests, tsconfig references and sources. */
export const readWorkspace = (root: string): readonly WorkspacePackage[] =>
  globSync("{apps,libs,tools}/*/package.json", { cwd: root })
    .toSorted()
    .map((path) => readPackage(root, posix.dirname(path)));

function readPackage(root: string, dir: string): WorkspacePackage {
  const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, dir, file), "utf8"));
  const manifest = readJson("package.json") as Manifest;
  const { references = [] } = readJson("tsconfig.json") as { references?: readonly { path: string }[] };
  const files = globSync(`${dir}/src/**/*.ts`, { cwd: root }).toSorted();
  return {
    name: manifest.name,
    dir,
    dependencies: Object.keys(manifest.dependencies ?? {}),
    devDependencies: Object.keys(manifest.devDependencies ?? {}),
    peerDependencies: Object.keys(manifest.peerDependencies ?? {}),
    references: references.map(({ path }) => posix.join(dir, path)),
    files: files.map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return { path, text, imports: importsOf(text) };
    }),
  };
}
