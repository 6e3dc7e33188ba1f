import { posix } from "node:path";
import {
  adapterConstructors,
  isTestFile,
  mayDependOn,
  mustNotReach,
  owners,
  testFrameworks,
  testHelpers,
} from "./boundary-rules.ts";
import { WHOLE, packageOf } from "./imports-of.ts";
import type { SourceFile, WorkspacePackage } from "./workspace.ts";

const SCOPE = "@xp-tracker/";
const READS_ENVIRONMENT =
  /\bprocess\s*(?:\??\.\s*|(?:\?\.)?\s*\[\s*["'`])(?:env|argv)\b|\{[^{}]*\b(?:env|argv)\b[^{}]*\}\s*=\s*(?:globalThis\s*\.\s*)?process\b|["']node:process["']|\bfrom\s*["']process["']/;

/** Every breach of the rules, as sentences that name the place. */
export function findViolations(packages: readonly WorkspacePackage[]): readonly string[] {
  const product = packages.filter(({ dir }) => !dir.startsWith("tools/"));
  return [
    ...product.flatMap(dependencyViolations),
    ...packages.flatMap((pkg) => referenceViolations(pkg, packages)),
    ...reachViolations(packages),
    ...constructorViolations(packages),
    ...packages.flatMap((pkg) => pkg.files.flatMap((file) => importViolations(pkg, file))),
    ...product.flatMap((pkg) => pkg.files.flatMap((file) => productFileViolations(pkg, file))),
  ];
}

function dependencyViolations({ name, dir, dependencies, devDependencies }: WorkspacePackage): string[] {
  const allowed = new Set(mayDependOn[name]?.map((short) => SCOPE + short));
  const ours = dependencies.filter((dependency) => dependency.startsWith(SCOPE) && !allowed.has(dependency));
  const tools = devDependencies.filter(
    (dependency) => dependency.startsWith(SCOPE) && !allowed.has(dependency) && dependency !== testHelpers,
  );
  const foreign = dependencies.filter((dependency) => !dependency.startsWith(SCOPE) && owners[dependency] !== name);
  return [
    ...(name in mayDependOn ? [] : [`${dir}/package.json: ${name} has no entry in mayDependOn`]),
    ...[...ours, ...tools].map((dependency) => `${dir}/package.json: ${name} must not depend on ${dependency}`),
    ...foreign.map((dependency) => `${dir}/package.json: ${dependency} is not a package that ${name} owns`),
  ];
}

/** tsc and npm must agree on the edges, or the compiler's check covers another graph than the one that runs. */
function referenceViolations(pkg: WorkspacePackage, packages: readonly WorkspacePackage[]): string[] {
  const nameOf = new Map(packages.map(({ dir, name }) => [dir, name]));
  const referenced = new Set(pkg.references.map((dir) => nameOf.get(dir) ?? dir));
  const declared = new Set([...pkg.dependencies, ...pkg.devDependencies].filter((name) => name.startsWith(SCOPE)));
  return [
    ...missing(declared, referenced).map((name) => `${pkg.dir}/tsconfig.json: no reference to the dependency ${name}`),
    ...missing(referenced, declared).map((name) => `${pkg.dir}/package.json: no dependency on the referenced ${name}`),
  ];
}

function reachViolations(packages: readonly WorkspacePackage[]): string[] {
  const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));
  const pathTo = (from: string, to: string, seen: ReadonlySet<string>): readonly string[] | undefined => {
    if (from === to) return [to];
    for (const next of byName.get(from)?.dependencies ?? []) {
      const rest = seen.has(next) ? undefined : pathTo(next, to, new Set([...seen, next]));
      if (rest !== undefined) return [from, ...rest];
    }
    return undefined;
  };
  return mustNotReach.flatMap(({ from, to, reason }) => {
    const path = pathTo(from, to, new Set([from]));
    return path === undefined ? [] : [`${from} reaches ${to} (${path.join(" → ")}): ${reason}`];
  });
}

/** Keeps the table of constructors true: each name must be something that its package exports. */
function constructorViolations(packages: readonly WorkspacePackage[]): string[] {
  return packages.flatMap(({ name, dir, files }) => {
    const index = files.find(({ path }) => path === `${dir}/src/index.ts`)?.imports.flatMap((entry) => entry.names);
    const absent = (adapterConstructors[name] ?? []).filter((constructor) => !index?.includes(constructor));
    return absent.map((constructor) => `${dir}/src/index.ts: does not export the constructor ${constructor}`);
  });
}

function importViolations(pkg: WorkspacePackage, { path, imports }: SourceFile): string[] {
  const mayUseDev = isTestFile(path) || pkg.dir.startsWith("tools/");
  const declared = new Set([...pkg.dependencies, ...pkg.peerDependencies, ...(mayUseDev ? pkg.devDependencies : [])]);
  return imports.flatMap(({ specifier }) => {
    if (specifier.startsWith(".")) {
      const target = posix.join(posix.dirname(path), specifier);
      return target.startsWith(`${pkg.dir}/`)
        ? []
        : [`${path}: ${specifier} leaves the package; import it by its name`];
    }
    const name = packageOf(specifier);
    if (name === undefined || name === pkg.name || declared.has(name)) return [];
    if (testFrameworks.includes(name) && isTestFile(path)) return [];
    return [`${path}: imports ${name}, which ${pkg.dir}/package.json does not declare for this kind of file`];
  });
}

function productFileViolations(pkg: WorkspacePackage, file: SourceFile): string[] {
  const { path, imports, text } = file;
  if (isTestFile(path)) return [];
  const isMain = /^apps\/[^/]+\/src\/(?:main|worker)\.ts$/.test(path);
  const others = imports.flatMap(({ specifier, names }) => {
    const from = packageOf(specifier) ?? "";
    const constructors = from === pkg.name ? undefined : adapterConstructors[from];
    return constructors === undefined ? [] : [{ from, names, constructors }];
  });
  const constructed = others.flatMap(({ names, constructors }) => names.filter((name) => constructors.includes(name)));
  // As a whole it has the constructors too, under names that nothing here follows.
  const whole = others.filter(({ names }) => names.includes(WHOLE)).map(({ from }) => from);
  return [
    ...(pkg.name === `${SCOPE}crossplane` ? imports : [])
      .filter(({ specifier }) => !specifier.startsWith("./") && !specifier.startsWith("../"))
      .map(({ specifier }) => `${path}: imports ${specifier}; the domain is pure and imports nothing`),
    ...imports
      .filter(({ specifier }) => (owners[packageOf(specifier) ?? ""] ?? pkg.name) !== pkg.name)
      .map(({ specifier }) => `${path}: imports ${specifier}, which only ${owners[packageOf(specifier) ?? ""]} may`),
    ...(isMain
      ? []
      : [
          ...constructed.map((name) => `${path}: constructs ${name}; only an application's main.ts or worker.ts may`),
          ...whole.map((name) => `${path}: imports ${name} as a whole, constructors included; import names`),
        ]),
    ...(READS_ENVIRONMENT.test(text) && pkg.name !== `${SCOPE}runtime`
      ? [`${path}: reads the process environment; only ${SCOPE}runtime may`]
      : []),
  ];
}

const missing = (from: ReadonlySet<string>, to: ReadonlySet<string>): readonly string[] =>
  [...from].filter((name) => !to.has(name));
