/** One sample of a page, its labels in the order in which they stand. */
export interface Sample {
  readonly family: string;
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const HEAD = /# HELP ([a-z0-9_]+) [ -~]+\n# TYPE \1 gauge\n/y;
const NAME = /([a-z0-9_]+)/y;
const LABEL = /([{,])([a-z_]+)="((?:[^"\\\n]|\\["\\n])*)"/y;
const VALUE = /(\}?) (-?[0-9]+(?:\.[0-9]+)?(?:e[+-][0-9]+)?)\n/y;

/**
 * Reads an exposition as its format is written down and nothing else, byte for byte, with no part of the code that
 * writes it: families of gauges, each in one piece, no sample twice, nothing before, between or behind them.
 * @throws where a page is anything else
 */
export function readPage(page: Uint8Array): readonly Sample[] {
  const text = utf8.decode(page);
  const samples = new Map<string, Sample>();
  const families = new Set<string>();
  let at = 0;
  let family = "";

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    at += found?.[0].length ?? 0;
    return found ?? undefined;
  };
  const fail = (what: string): never => {
    throw new Error(`${what} at ${at}: ${JSON.stringify(text.slice(Math.max(0, at - 80), at + 80))}`);
  };

  while (at < text.length) {
    const head = take(HEAD);
    if (head !== undefined) {
      family = head[1] ?? "";
      if (families.has(family)) fail(`family ${family} again`);
      families.add(family);
      continue;
    }
    if (take(NAME)?.[1] !== family) fail("not a sample of its family");
    const labels = new Map<string, string>();
    for (let label = take(LABEL); label !== undefined; label = take(LABEL)) {
      const [, before, name = "", value = ""] = label;
      if (before !== (labels.size === 0 ? "{" : ",") || labels.has(name)) fail("a label in the wrong place");
      labels.set(name, unescaped(value));
    }
    const [, close, value] = take(VALUE) ?? fail("no value");
    if ((close === "}") !== labels.size > 0) fail("labels that do not end");
    const key = sampleKey(family, labels);
    if (samples.has(key)) fail(`${key} again`);
    samples.set(key, { family, labels, value: Number(value) });
  }
  return [...samples.values()];
}

const meanings: Readonly<Record<string, string>> = { n: "\n", "\\": "\\", '"': '"' };
const unescaped = (value: string): string => value.replaceAll(/\\(.)/g, (_, sign: string) => meanings[sign] ?? "");

/** What makes a series: its name and its labels in any order. */
export const sampleKey = (family: string, labels: Iterable<readonly [string, string]>): string =>
  JSON.stringify([family, [...labels].toSorted(([a], [b]) => (a < b ? -1 : 1))]);
