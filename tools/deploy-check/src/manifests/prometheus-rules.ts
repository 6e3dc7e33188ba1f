import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { prometheusPath } from "./paths.ts";

/** The groups of all rule files, in the order of their names: what a PrometheusRule holds. */
export const ruleGroups = (): readonly unknown[] =>
  globSync(`${prometheusPath}/rules/*.yml`)
    .toSorted()
    .flatMap((path) => (parse(readFileSync(path, "utf8")) as { readonly groups: readonly unknown[] }).groups);
