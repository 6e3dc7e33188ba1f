const BLOCK = /<!-- generated: (?<name>[\w-]+) -->\n(?<body>[\s\S]*?)<!-- end of generated: \k<name> -->/g;

/** Writers of the parts of pages that are made from the code, by the name that the page gives them. */
export type Generators = Readonly<Record<string, () => string>>;

/** The page with all its generated parts made anew. Unknown parts stay as they are. */
export const regenerate = (markdown: string, generators: Generators): string =>
  markdown.replaceAll(BLOCK, (block, name: string) => {
    const generate = generators[name];
    return generate === undefined
      ? block
      : `<!-- generated: ${name} -->\n\n${generate()}\n\n<!-- end of generated: ${name} -->`;
  });

export const generatedParts = (markdown: string): readonly string[] =>
  [...markdown.matchAll(BLOCK)].map(({ groups }) => groups?.["name"] ?? "");
