import type { Stored } from "./stored.ts";

export type Matcher = (stored: Stored) => boolean;
export type Selector =
  | { readonly ok: true; readonly matches: Matcher }
  | { readonly ok: false; readonly message: string };

const KEY = /^([a-zA-Z0-9]([-a-zA-Z0-9.]*[a-zA-Z0-9])?\/)?[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$/;
const VALUE = /^([a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?)?$/;

const EXISTENCE = /^(?<not>!?)\s*(?<key>[^\s!=<>(),]+)$/;
const EQUALITY = /^(?<key>[^\s!=<>(),]+)\s*(?<operator>==|=|!=)\s*(?<value>[^\s!=<>(),]*)$/;
const SET = /^(?<key>[^\s!=<>(),]+)\s+(?<operator>in|notin)\s*\((?<values>[^()]*)\)$/;
const ORDER = /^(?<key>[^\s!=<>(),]+)\s*(?<operator>[<>])\s*(?<value>-?\d+)$/;

interface Form {
  readonly pattern: RegExp;
  readonly matcher: (parts: Readonly<Record<string, string>>) => Matcher;
}

const label =
  (key: string, test: (value: string | undefined) => boolean): Matcher =>
  (stored) =>
    test(stored.labels[key]);

const forms: readonly Form[] = [
  {
    pattern: EXISTENCE,
    matcher: ({ not, key = "" }) => label(key, (value) => (value === undefined) === (not === "!")),
  },
  {
    pattern: EQUALITY,
    matcher: ({ key = "", operator, value: wanted }) =>
      operator === "!=" ? label(key, (value) => value !== wanted) : label(key, (value) => value === wanted),
  },
  {
    pattern: SET,
    matcher: ({ key = "", operator, values = "" }) => {
      const wanted = new Set(values.split(",").map((value) => value.trim()));
      return operator === "in"
        ? label(key, (value) => value !== undefined && wanted.has(value))
        : label(key, (value) => value === undefined || !wanted.has(value));
    },
  },
  {
    pattern: ORDER,
    matcher: ({ key = "", operator, value: bound }) =>
      label(key, (value) =>
        value === undefined || !/^-?\d+$/.test(value)
          ? false
          : operator === ">"
            ? Number(value) > Number(bound)
            : Number(value) < Number(bound),
      ),
  },
];

/** Splits at commas that are not inside parentheses. */
const requirements = (text: string): readonly string[] => text.split(/,(?![^(]*\))/).map((part) => part.trim());

function parseRequirement(text: string): Selector {
  for (const { pattern, matcher } of forms) {
    const parts = pattern.exec(text)?.groups;
    if (parts === undefined) continue;
    const values = (parts["value"] ?? parts["values"] ?? "").split(",").map((value) => value.trim());
    if (!KEY.test(parts["key"] ?? "")) return { ok: false, message: `invalid label key "${parts["key"] ?? ""}"` };
    const wrong = values.find((value) => !VALUE.test(value));
    if (wrong !== undefined) return { ok: false, message: `invalid label value: "${wrong}"` };
    return { ok: true, matches: matcher(parts) };
  }
  const found = /(?:===?|!=)\s*([=!<>(])/.exec(text)?.[1] ?? text.at(-1) ?? "";
  return { ok: false, message: `unable to parse requirement: found '${found}', expected: identifier` };
}

/** Parses a labelSelector: existence, equality, sets and order, joined with commas. */
export function labelSelector(text: string): Selector {
  if (text.trim() === "") return { ok: true, matches: () => true };
  const matchers: Matcher[] = [];
  for (const requirement of requirements(text)) {
    const parsed = parseRequirement(requirement);
    if (!parsed.ok) return parsed;
    matchers.push(parsed.matches);
  }
  return { ok: true, matches: (stored) => matchers.every((matches) => matches(stored)) };
}

const fields: Readonly<Record<string, (stored: Stored) => string>> = {
  "metadata.name": (stored) => stored.name,
  "metadata.namespace": (stored) => stored.namespace,
};

/** Parses a fieldSelector: custom resources know only their name and, where they have one, their namespace. */
export function fieldSelector(text: string, namespaced: boolean): Selector {
  if (text.trim() === "") return { ok: true, matches: () => true };
  const matchers: Matcher[] = [];
  for (const requirement of text.split(",")) {
    const {
      field = "",
      operator,
      value,
    } = /^(?<field>[^=!]+?)\s*(?<operator>==?|!=)\s*(?<value>.*)$/.exec(requirement)?.groups ?? {};
    if (operator === undefined)
      return { ok: false, message: `invalid selector: '${text}'; can't understand '${requirement}'` };
    const read = field === "metadata.namespace" && !namespaced ? undefined : fields[field];
    if (read === undefined) return { ok: false, message: `field label not supported: ${field}` };
    matchers.push((stored) => (read(stored) === value) === (operator !== "!="));
  }
  return { ok: true, matches: (stored) => matchers.every((matches) => matches(stored)) };
}
