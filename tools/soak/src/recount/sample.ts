import type { Texts } from "./kube-object.ts";

/** A sample as one text with its labels in alphabetical order: two pages that say the same have the same texts. */
export const sampleText = (family: string, labels: Texts, value: number): string =>
  `${family}${JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)))} ${value}`;

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/s;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/gs;
const escaped: Texts = { n: "\n", "\\": "\\", '"': '"' };

/** The samples of the families that begin so. @throws at a line that is none */
export function samplesOf(page: string, start: string): readonly string[] {
  return page.split("\n").flatMap((line) => {
    if (!line.startsWith(start)) return [];
    const [, family, labels = "", value] = LINE.exec(line) ?? [];
    if (family === undefined) throw new Error(`not a sample: ${line}`);
    const pairs = [...labels.matchAll(LABEL)].map(([, name = "", text = ""]) => [
      name,
      text.replaceAll(/\\(.)/g, (_, sign: string) => escaped[sign] ?? sign),
    ]);
    return [sampleText(family, Object.fromEntries(pairs) as Texts, Number(value))];
  });
}

/** What only one of both says; a sample that stands on a page twice is too much there. */
export function differences(expected: readonly string[], found: readonly string[]): readonly string[] {
  const missing = new Map<string, number>();
  for (const sample of expected) missing.set(sample, (missing.get(sample) ?? 0) + 1);
  const surplus = found.filter((sample) => {
    const left = missing.get(sample) ?? 0;
    if (left > 0) missing.set(sample, left - 1);
    return left === 0;
  });
  return [
    ...[...missing].filter(([, left]) => left > 0).map(([sample]) => `missing: ${sample}`),
    ...surplus.map((sample) => `surplus: ${sample}`),
  ];
}
