export interface ParsedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Reads samples as the text format defines them and nothing more: what Prometheus would forgive is an error here.
 * @throws on anything else, on a sample that comes twice and on families that are not one block
 */
export function parseStrictly(page: string): readonly ParsedSample[] {
  const samples: ParsedSample[] = [];
  const seen = new Set<string>();
  const families: string[] = [];
  for (const line of page.split("\n").slice(0, -1)) {
    const family = /^# HELP ([a-z_]+) [^\\"]+$/.exec(line)?.[1];
    if (family !== undefined) {
      if (families.includes(family)) throw new Error(`family ${family} comes twice`);
      families.push(family);
      continue;
    }
    if (line === `# TYPE ${families.at(-1)} gauge`) continue;
    const sample = parseSample(line);
    if (sample.name !== families.at(-1)) throw new Error(`sample outside its family: ${line}`);
    const key = JSON.stringify([sample.name, Object.entries(sample.labels)]);
    if (seen.has(key)) throw new Error(`sample comes twice: ${line}`);
    seen.add(key);
    samples.push(sample);
  }
  if (page !== "" && !page.endsWith("\n")) throw new Error("no newline at the end");
  return samples;
}

const labelPair = /([a-z_]+)="((?:[^"\\\n]|\\[\\"n])*)"(,|\})/y;

function parseSample(line: string): ParsedSample {
  const [, name = "", open = ""] = /^([a-z_]+)(\{| )/.exec(line) ?? [];
  const labels: Record<string, string> = {};
  let at = name.length + 1;
  for (let end = open; end !== " " && end !== "}";) {
    labelPair.lastIndex = at;
    const [pair = "", label = "", value = "", next = ""] = labelPair.exec(line) ?? [];
    if (pair === "" || label in labels) throw new Error(`bad labels: ${line}`);
    labels[label] = value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
    at += pair.length;
    end = next;
  }
  const number = line.slice(at).replace(open === "{" ? /^ / : /^/, "");
  if (!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(number)) throw new Error(`bad value: ${line}`);
  return { name, labels, value: Number(number) };
}
