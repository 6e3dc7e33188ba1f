/** What is needed of an entry of `packages` in a package-lock.json of version 3. */
interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

export interface ProductionPackage {
  /** Its place in the lockfile. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** An SPDX expression; `""` where the lockfile gives none. */
  readonly license: string;
  /** As npm writes it: `sha512-…`; `""` for packages of the workspace. */
  readonly integrity: string;
  /** Paths of what it needs itself. */
  readonly needs: readonly string[];
}

/**
 * A package of the workspace and all that it needs when it runs, sorted by path. More than a bundle holds, which leaves out
 * what is not used. @throws where something that is needed is not locked
 */
export function productionPackages(packages: LockedPackages, start: string): readonly ProductionPackage[] {
  const found = new Map<string, ProductionPackage>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const { name = nameOf(path), version = "", license = "", integrity = "", ...locked } = packages[path] ?? {};
    const needs = neededBy(packages, path, locked);
    found.set(path, { path, name, version, license, integrity, needs });
    waiting.push(...needs);
  }
  return [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

function neededBy(packages: LockedPackages, path: string, locked: LockedPackage): readonly string[] {
  const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = locked;
  const names = new Set(Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }));
  return [...names].toSorted().flatMap((name) => {
    const needed = resolve(packages, path, name);
    if (needed !== undefined) return [needed];
    if (name in optionalDependencies || peerDependenciesMeta[name]?.optional === true) return [];
    throw new Error(`${path} needs ${name}, which is not locked`);
  });
}

/** As Node looks a package up: in the folder of who asks, and in each above it. */
function resolve(packages: LockedPackages, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = above(folder)) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    const found = packages[path];
    if (found !== undefined) return found.link === true ? found.resolved : path;
    if (folder === "") return undefined;
  }
}

const above = (folder: string): string => folder.slice(0, Math.max(0, folder.lastIndexOf("/")));
