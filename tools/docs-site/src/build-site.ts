import { posix } from "node:path";
import { escapeHtml, layout } from "./layout.ts";
import type { Content } from "./layout.ts";
import { copyOf, listingOf, siteLink } from "./links.ts";
import { renderMarkdown } from "./markdown.ts";
import { searchIndex } from "./search-index.ts";
import { sidebar } from "./sidebar.ts";
import { relativeHref, siteMap } from "./site-map.ts";
import type { Page } from "./site-map.ts";

export interface Site {
  /** Text by its path from the root of the site. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files of the repository that lie beside the pages, by their path on the site. */
  readonly copies: ReadonlyMap<string, string>;
  /** Links that lead nowhere, as sentences. */
  readonly problems: readonly string[];
}

/**
 * The site of a repository.
 * @param markdown the text of its Markdown files, by path
 * @param files every file of it
 */
export function buildSite(markdown: ReadonlyMap<string, string>, files: ReadonlySet<string>): Site {
  const pages = siteMap(markdown);
  const anchors = new Map(
    [...pages.values()].map((page) => {
      const { headings } = renderMarkdown(page.markdown, (href) => href);
      return [page.source, new Set(headings.map(({ id }) => id))] as const;
    }),
  );
  const copies = new Map<string, string>();
  const folders = new Set<string>();
  const problems: string[] = [];

  const contentOf = (page: Page): Content => {
    const { html, headings } = renderMarkdown(page.markdown, (href) => {
      const link = siteLink(page, href, { pages, files, anchors });
      switch (link.kind) {
        case "broken":
          problems.push(`${page.source}: ${href} ${link.reason}`);
          return href;
        case "folder":
          folders.add(link.folder);
          return link.href;
        case "good":
          if (link.copy !== undefined) copies.set(copyOf(link.copy), link.copy);
          return link.href;
      }
    });
    return { target: page.target, title: page.title, html, headings };
  };
  const contents = [...pages.values()].map(contentOf);
  const listings = [...folders].map((folder): Content => {
    const target = listingOf(folder);
    const items = [...files]
      .filter((file) => file.startsWith(`${folder}/`))
      .map((file) => {
        const page = pages.get(file);
        if (page === undefined) copies.set(copyOf(file), file);
        const href = relativeHref(target, page?.target ?? copyOf(file));
        return `<li><a href="${escapeHtml(href)}">${escapeHtml(page?.title ?? posix.relative(folder, file))}</a></li>`;
      });
    return { target, title: folder, html: `<h1>${escapeHtml(folder)}</h1><ul>${items.join("")}</ul>`, headings: [] };
  });

  const parts = sidebar(pages);
  const texts = new Map([...contents, ...listings].map((content) => [content.target, layout(content, parts)]));
  texts.set("search-index.js", searchIndex(contents));
  return { texts, copies, problems };
}
