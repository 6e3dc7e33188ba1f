import { posix } from "node:path";

/** One page of the site. */
export interface Page {
  /** From the root of the repository. */
  readonly source: string;
  /** From the root of the site. */
  readonly target: string;
  readonly title: string;
  readonly markdown: string;
}

/** Pages that are not in `docs`, and what they are called on the site. */
const outside: Readonly<Record<string, string>> = {
  "README.md": "index.html",
  "CONTRIBUTING.md": "contributing.html",
  "SECURITY.md": "security-policy.html",
  "CHANGELOG.md": "changelog.html",
};

/** The pages among the files of a repository, by their source. */
export function siteMap(markdown: ReadonlyMap<string, string>): ReadonlyMap<string, Page> {
  const pages = [...markdown].flatMap(([source, text]): readonly Page[] => {
    const target = targetOf(source);
    return target === undefined ? [] : [{ source, target, title: titleOf(text) ?? source, markdown: text }];
  });
  return new Map(pages.map((page) => [page.source, page]));
}

function targetOf(source: string): string | undefined {
  if (!source.startsWith("docs/")) return outside[source];
  return source
    .slice("docs/".length)
    .replace(/README\.md$/, "index.md")
    .replace(/\.md$/, ".html");
}

const titleOf = (markdown: string): string | undefined => /^# (.+)$/m.exec(markdown)?.[1]?.replaceAll(/[`*]/g, "");

/** The path of one page or file of the site, as seen from another. */
export const relativeHref = (from: string, to: string): string =>
  posix.relative(posix.dirname(from), to) || posix.basename(to);
