import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { composePath } from "./paths.ts";

export interface ComposeService {
  readonly image: string;
  readonly build?: { readonly target: string };
  readonly pull_policy?: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly mem_limit?: string;
  readonly cap_drop?: readonly string[];
  readonly read_only?: boolean;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

/** The services of docker-compose.yml, with the defaults of its variables. */
export function composeServices(): Readonly<Record<string, ComposeService>> {
  const text = readFileSync(composePath, "utf8").replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, "$1");
  return (parse(text, { merge: true }) as { readonly services: Readonly<Record<string, ComposeService>> }).services;
}
