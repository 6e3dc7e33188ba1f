import { familyDocs } from "@xp-tracker/metrics";
import { readRules, recordsOf } from "./rule-files.ts";

const suffixes = ["", "_bucket", "_sum", "_count"];
const known = new Set([
  ...familyDocs.flatMap(({ name }) => suffixes.map((suffix) => name + suffix)),
  ...recordsOf(await readRules()).map(({ name }) => name),
]);

/** The names in a query that look like ours and that no family and no recording rule has: Prometheus finds nothing. */
export const unknownNames = (promql: string): readonly string[] =>
  (promql.match(/(?<![\w:])(?:\w+:)?(?:crossplane|xp_tracker)_[\w:]+/g) ?? []).filter((name) => !known.has(name));
