import { readFileSync } from "node:fs";

/** What a line of a comparison may look like, and the difference that explains it. */
export interface Rule {
  readonly pattern: RegExp;
  readonly line: string;
  readonly difference: string;
}

const page = readFileSync(new URL("../../../docs/differences.md", import.meta.url), "utf8");

/** The table of `docs/differences.md` that explains lines of comparisons; `*` in a line stands for anything. */
export const rules: readonly Rule[] = Array.from(
  page.matchAll(/^\| `([^`]+)` +\| \[([^\]]+)\]\(#[^)]+\) +\|$/gm),
  ([, line = "", difference = ""]) => ({ line, difference, pattern: patternOf(line) }),
);

function patternOf(line: string): RegExp {
  const parts = line.split("*").map((part) => part.replaceAll(/[.\\+?^${}()|[\]]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

export interface Explained {
  /** Lines by the difference that explains them. */
  readonly onPurpose: Readonly<Record<string, number>>;
  readonly unexplained: readonly string[];
}

export function explain(lines: readonly string[]): Explained {
  const found = lines.map((line) => ({ line, rule: rules.find(({ pattern }) => pattern.test(line)) }));
  const counts: Record<string, number> = {};
  for (const { rule } of found) if (rule !== undefined) counts[rule.difference] = (counts[rule.difference] ?? 0) + 1;
  return { onPurpose: counts, unexplained: found.filter(({ rule }) => rule === undefined).map(({ line }) => line) };
}
