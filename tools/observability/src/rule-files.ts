import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { RULES } from "./places.ts";

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

export interface NamedRule extends Rule {
  readonly name: string;
}

/** The YAML files of a folder, with their paths; not those of folders in it. */
export async function yamlFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(".yml")).map((name) => join(folder, name));
}

export async function readRules(): Promise<readonly RuleGroup[]> {
  const texts = await Promise.all((await yamlFiles(RULES)).map((path) => readFile(path, "utf8")));
  return texts.flatMap((text) => (parse(text) as { readonly groups: readonly RuleGroup[] }).groups);
}

export const alertsOf = (groups: readonly RuleGroup[]): readonly NamedRule[] => named(groups, ({ alert }) => alert);
export const recordsOf = (groups: readonly RuleGroup[]): readonly NamedRule[] => named(groups, ({ record }) => record);

const named = (groups: readonly RuleGroup[], nameOf: (rule: Rule) => string | undefined): readonly NamedRule[] =>
  groups.flatMap(({ rules }) =>
    rules.flatMap((rule) => {
      const name = nameOf(rule);
      return name === undefined ? [] : [{ ...rule, name }];
    }),
  );
