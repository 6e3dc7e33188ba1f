import markdownIt from "markdown-it";

export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

export interface Rendered {
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** The fragment of a heading, as GitHub makes it. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
    .replaceAll(" ", "-");

// HTML is let through: the pages are our own, and their comments mark generated parts.
const parser = markdownIt({ html: true });

/** One page's HTML; `link` gives each target, of links and images, as the site must have it. */
export function renderMarkdown(markdown: string, link: (href: string) => string): Rendered {
  const tokens = parser.parse(markdown, {});
  const headings: Heading[] = [];
  const seen = new Map<string, number>();
  for (const [index, token] of tokens.entries()) {
    if (token.type === "heading_open") {
      const text = plainText(tokens[index + 1]?.children ?? []);
      const before = seen.get(slug(text)) ?? 0;
      seen.set(slug(text), before + 1);
      const id = before === 0 ? slug(text) : `${slug(text)}-${before}`;
      token.attrSet("id", id);
      headings.push({ level: Number(token.tag.slice(1)), text, id });
    }
    for (const child of token.children ?? []) {
      const attribute = child.type === "link_open" ? "href" : child.type === "image" ? "src" : undefined;
      if (attribute !== undefined) child.attrSet(attribute, link(String(child.attrGet(attribute) ?? "")));
    }
  }
  return { html: parser.renderer.render(tokens, parser.options, {}), headings };
}

const plainText = (tokens: readonly { readonly type: string; readonly content: string }[]): string =>
  tokens
    .filter(({ type }) => type === "text" || type === "code_inline")
    .map(({ content }) => content)
    .join("");
