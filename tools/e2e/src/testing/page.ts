/** One line of an exposition. */
export interface Sample {
  readonly family: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The samples of a text exposition, in their order. @throws at a line that is none */
export const samplesOf = (page: string): readonly Sample[] =>
  page.split("\n").flatMap((line) => (line === "" || line.startsWith("#") ? [] : [sampleOf(line)]));

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/s;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/gs;
const escaped: Readonly<Record<string, string>> = { n: "\n", "\\": "\\", '"': '"' };

function sampleOf(line: string): Sample {
  const [, family, labels = "", value] = LINE.exec(line) ?? [];
  if (family === undefined) throw new Error(`not a sample: ${line}`);
  const pairs = [...labels.matchAll(LABEL)].map(
    ([, name = "", text = ""]) =>
      [name, text.replaceAll(/\\(.)/g, (_, sign: string) => escaped[sign] ?? sign)] as const,
  );
  return { family, labels: Object.fromEntries(pairs), value: Number(value) };
}

export type Labels = Readonly<Record<string, string>>;

const fits = (sample: Sample, family: string, labels: Labels): boolean =>
  sample.family === family && Object.entries(labels).every(([name, value]) => sample.labels[name] === value);

/** The samples of one family that have all these label values. */
export const select = (page: string, family: string, labels: Labels = {}): readonly Sample[] =>
  samplesOf(page).filter((sample) => fits(sample, family, labels));

/** Their sum; NaN when there is none, so that a missing family is never taken for zero. */
export function total(page: string, family: string, labels: Labels = {}): number {
  const found = select(page, family, labels);
  return found.length === 0 ? Number.NaN : found.reduce((sum, { value }) => sum + value, 0);
}
