import { headings } from "./markdown.ts";

/** What a page must have a heading of the third level for: no more, no less. */
export interface DocumentedTable {
  readonly page: string;
  /** What the entries are, in the plural. */
  readonly what: string;
  /** Each name, and sentences that its section must contain word for word. */
  readonly entries: ReadonlyMap<string, readonly string[]>;
}

/** Differences between a table of the code and its page, in both directions. */
export function tableDifferences({ page, what, entries }: DocumentedTable, markdown: string): readonly string[] {
  const sections = sectionsOf(markdown);
  const documented = headings(markdown, 3);
  const repeated = documented.filter((name, index) => documented.indexOf(name) !== index);
  return [
    ...[...entries.keys()].filter((name) => !sections.has(name)).map((name) => `${page}: no section ### ${name}`),
    ...documented.filter((name) => !entries.has(name)).map((name) => `${page}: ### ${name} is not one of the ${what}`),
    ...repeated.map((name) => `${page}: ### ${name} is there twice`),
    ...[...entries].flatMap(([name, sentences]) =>
      sentences
        .filter((sentence) => sections.get(name)?.includes(sentence) === false)
        .map((sentence) => `${page}: section ### ${name} does not say "${sentence}"`),
    ),
  ];
}

function sectionsOf(markdown: string): ReadonlyMap<string, string> {
  const sections = markdown.split(/^(?=#{1,3} )/m);
  return new Map(sections.flatMap((section) => headings(section, 3).map((name): [string, string] => [name, section])));
}
