import type { Heading } from "./markdown.ts";
import type { SidebarPart } from "./sidebar.ts";
import { relativeHref } from "./site-map.ts";

export interface Content {
  /** From the root of the site. */
  readonly target: string;
  readonly title: string;
  readonly html: string;
  readonly headings: readonly Heading[];
}

/** A whole HTML page around its content. All links are relative: the site works from any folder, and from a disk. */
export function layout({ target, title, html, headings }: Content, parts: readonly SidebarPart[]): string {
  const href = (to: string): string => relativeHref(target, to);
  const navigation = parts
    .map(
      (part) =>
        `<h2>${escapeHtml(part.title)}</h2><ul>${part.pages
          .map((page) => {
            const current = page.target === target ? ' aria-current="page"' : "";
            return `<li><a href="${href(page.target)}"${current}>${escapeHtml(page.title)}</a></li>`;
          })
          .join("")}</ul>`,
    )
    .join("");
  const contents = headings
    .filter(({ level }) => level === 2 || level === 3)
    .map(({ level, text, id }) => `<li class="level-${level}"><a href="#${id}">${escapeHtml(text)}</a></li>`)
    .join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}${title === "xp-tracker" ? "" : " · xp-tracker"}</title>
<link rel="stylesheet" href="${href("style.css")}">
</head>
<body data-root="${href("index.html").replace(/index\.html$/, "")}">
<a class="skip" href="#content">Skip to the content</a>
<header><a class="name" href="${href("index.html")}">xp-tracker</a>
<search><input id="search" type="search" placeholder="Search" aria-label="Search" autocomplete="off"><ul id="found"></ul></search></header>
<div class="page">
<details class="navigation" open><summary>All pages</summary><nav aria-label="Pages">${navigation}</nav></details>
<main id="content">${html}</main>
<nav class="contents" aria-label="On this page">${contents === "" ? "" : `<h2>On this page</h2><ul>${contents}</ul>`}</nav>
</div>
<script src="${href("search-index.js")}" defer></script>
<script src="${href("search.js")}" defer></script>
</body>
</html>
`;
}

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
