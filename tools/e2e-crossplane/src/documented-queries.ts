import { readFileSync } from "node:fs";

const page = readFileSync(new URL("../../../docs/metrics.md", import.meta.url), "utf8");
const queries = Array.from(page.matchAll(/^```promql\n([^]*?)^```$/gm), ([, query = ""]) => query.trim());

/** The one query of `docs/metrics.md` that has this text in it, its comment for example. @throws without such a one */
export function documentedQuery(text: string): string {
  const [query, ...others] = queries.filter((candidate) => candidate.includes(text));
  if (query === undefined || others.length > 0) throw new Error(`docs/metrics.md has no one query with "${text}"`);
  return query;
}
