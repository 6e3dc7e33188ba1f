import type { Flaw } from "@xp-tracker/runtime";
import { passwordHash, webFields } from "./web-fields.ts";
import type { Field } from "./web-fields.ts";
import { brokenRules } from "./web-rules.ts";
import type { WebConfig, WebValues } from "./web-values.ts";
import { yamlEntries } from "./yaml-entries.ts";
import type { Entry } from "./yaml-entries.ts";

export type WebConfigReading =
  | { readonly ok: true; readonly config: WebConfig }
  | { readonly ok: false; readonly flaws: readonly Flaw[] };

const HOW = "Look at docs/security.md, or at the web configuration of Prometheus' exporter-toolkit.";
const USERS = "basic_auth_users";

/** Reads the text of a web configuration file, and finds every mistake in it. */
export function readWebConfig(text: string): WebConfigReading {
  const { entries, faults } = yamlEntries(text);
  const flaws: Flaw[] = faults.map(({ line, reason }) =>
    flawAt(line, reason, "Write the file as YAML, without aliases."),
  );
  const values: Record<string, unknown> = {};
  const users = new Map<string, string>();
  for (const { path, value, line } of entries) {
    const name = path.join(".");
    const isUser = path.length === 2 && path[0] === USERS;
    const reading = isUser ? passwordHash(value) : fieldOf(name)?.(value);
    // What a user was given as a hash may be the password itself.
    if (reading === undefined) flaws.push(flawAt(line, `${name} is not known`, knownRemedy(path)));
    else if (!reading.ok) flaws.push(flawAt(line, `${name} ${reading.reason}`, reading.remedy));
    else if (isUser) users.set(path[1] ?? "", reading.value as string);
    else values[name] = reading.value;
  }
  const config = { values: values as WebValues, users, lineOf: linesOf(entries) };
  const broken = flaws.length > 0 ? [] : brokenRules(config);
  const all = [...flaws, ...broken.map(({ path, reason, remedy }) => flawAt(config.lineOf(path), reason, remedy))];
  return all.length > 0 ? { ok: false, flaws: all } : { ok: true, config };
}

const fields: Readonly<Record<string, Field<unknown>>> = webFields;
const fieldOf = (name: string): Field<unknown> | undefined => (Object.hasOwn(fields, name) ? fields[name] : undefined);

const flawAt = (line: number, reason: string, remedy: string): Flaw => ({ reason: `line ${line}: ${reason}`, remedy });

/** What could be meant: the keys of the same section, or the sections. */
function knownRemedy([section = ""]: readonly string[]): string {
  const inSection = Object.keys(fields).filter((name) => name.startsWith(`${section}.`));
  const sections = ["tls_server_config", "http_server_config", USERS];
  if (inSection.length === 0) return `The sections are ${sections.join(", ")}. ${HOW}`;
  return `The keys of ${section} are ${inSection.map((name) => name.slice(section.length + 1)).join(", ")}. ${HOW}`;
}

function linesOf(entries: readonly Entry[]): (path: string) => number {
  const lines = new Map<string, number>();
  for (const { path, line } of entries) {
    for (const name of [path.join("."), path[0] ?? ""]) if (!lines.has(name)) lines.set(name, line);
  }
  return (path) => lines.get(path) ?? lines.get(path.split(".")[0] ?? "") ?? 1;
}
