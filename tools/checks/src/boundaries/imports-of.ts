export interface Import {
  /** As written: `./row.ts`, `@xp-tracker/store`, `node:fs`. */
  readonly specifier: string;
  /** The exported names that are imported as values; types are left out. {@link WHOLE} where any of them may be. */
  readonly names: readonly string[];
}

/** Stands for all names that a module exports. */
export const WHOLE = "*";

const STATEMENT = /^[ \t]*(?:import|export)\b(?<clause>[^"';]*?\bfrom)?\s*["'](?<specifier>[^"']+)["']/gm;
const DYNAMIC = /(?<typeOf>\btypeof\s+)?\bimport\(\s*["'](?<specifier>[^"']+)["']\s*\)(?:\s*\.\s*(?<member>\w+))?/g;
/** What a promise has. What names any other member is a type. */
const PROMISE_MEMBERS: readonly (string | undefined)[] = ["then", "catch", "finally", undefined];

/**
 * The modules that a TypeScript source imports or re-exports. Textual, since TypeScript 7 has no API for it;
 * the formatter puts every statement at the start of a line.
 */
export function importsOf(text: string): readonly Import[] {
  const statements = [...text.matchAll(STATEMENT)].map(({ groups }) => ({
    specifier: groups?.["specifier"] ?? "",
    names: valueNames(groups?.["clause"] ?? ""),
  }));
  const dynamic = [...text.matchAll(DYNAMIC)].map(({ groups }) => ({
    specifier: groups?.["specifier"] ?? "",
    names: groups?.["typeOf"] === undefined && PROMISE_MEMBERS.includes(groups?.["member"]) ? [WHOLE] : [],
  }));
  return [...statements, ...dynamic];
}

/** `@aws-sdk/client-s3/x` is of `@aws-sdk/client-s3`; undefined for relative paths and Node's own modules. */
export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith(".") || specifier.startsWith("node:")) return undefined;
  const [scopeOrName = "", name = ""] = specifier.split("/");
  return scopeOrName.startsWith("@") ? `${scopeOrName}/${name}` : scopeOrName;
}

function valueNames(clause: string): readonly string[] {
  if (/^\s*type\b/.test(clause)) return [];
  if (clause.includes("*")) return [WHOLE];
  const braces = /\{(?<names>[^}]*)\}/.exec(clause)?.groups?.["names"] ?? "";
  const names = braces.split(",").map((name) => name.trim());
  return names
    .filter((name) => name !== "" && !name.startsWith("type "))
    .map((name) => name.split(/\s+as\s+/)[0] ?? name);
}
