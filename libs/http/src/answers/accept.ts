/** One entry of an Accept or Accept-Encoding header. */
export interface Accepted {
  /** Lower case: `text/plain`, `gzip`, `*`. */
  readonly value: string;
  /** Names in lower case, values without quotes; without `q`. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Quality, 0 to 1; 0 means "not this". */
  readonly q: number;
}

/** Parses a header of RFC 9110, section 12.4.2. Never fails: an unreadable quality counts as 0. */
export function parseAccept(header: string): readonly Accepted[] {
  return header
    .split(",")
    .map(parseEntry)
    .filter(({ value }) => value !== "");
}

function parseEntry(entry: string): Accepted {
  const [value = "", ...rest] = entry.split(";").map((piece) => piece.trim());
  const parameters = new Map(rest.map(parseParameter));
  const q = parameters.get("q");
  parameters.delete("q");
  return { value: value.toLowerCase(), parameters, q: q === undefined ? 1 : parseQuality(q) };
}

function parseParameter(text: string): [string, string] {
  const [name = "", value = ""] = text.split("=").map((piece) => piece.trim());
  return [name.toLowerCase(), value.replaceAll('"', "")];
}

const parseQuality = (text: string): number => (/^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(text) ? Number(text) : 0);
