import { posix } from "node:path";
import { relativeHref } from "./site-map.ts";
import type { Page } from "./site-map.ts";

/** What links may lead to. */
export interface Places {
  readonly pages: ReadonlyMap<string, Page>;
  /** Every file of the repository. */
  readonly files: ReadonlySet<string>;
  /** The fragments of each page, by its source. */
  readonly anchors: ReadonlyMap<string, ReadonlySet<string>>;
}

/** `copy` is a file of the repository that the site must have beside its pages. */
export type Link =
  | { readonly kind: "good"; readonly href: string; readonly copy?: string }
  | { readonly kind: "folder"; readonly href: string; readonly folder: string }
  | { readonly kind: "broken"; readonly reason: string };

/** Where files that are not pages lie on the site. */
export const copyOf = (source: string): string => `files/${source}`;
export const listingOf = (folder: string): string => `files/${folder}/index.html`;

/** A link of a Markdown page, as the site must have it. */
export function siteLink(from: Page, href: string, { pages, files, anchors }: Places): Link {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return { kind: "good", href };
  const [path = "", fragment] = href.split("#");
  const source =
    path === "" ? from.source : posix.join(posix.dirname(from.source), decodeURIComponent(path)).replace(/\/$/, "");
  const page = pages.get(source) ?? pages.get(`${source}/README.md`);
  if (page !== undefined) {
    const known = fragment === undefined || anchors.get(page.source)?.has(fragment) === true;
    if (!known) return { kind: "broken", reason: "names a heading that is not there" };
    const target = page === from && fragment !== undefined ? "" : relativeHref(from.target, page.target);
    return { kind: "good", href: fragment === undefined ? target : `${target}#${fragment}` };
  }
  if (files.has(source)) return { kind: "good", href: relativeHref(from.target, copyOf(source)), copy: source };
  const isFolder = [...files].some((file) => file.startsWith(`${source}/`));
  return isFolder
    ? { kind: "folder", href: relativeHref(from.target, listingOf(source)), folder: source }
    : { kind: "broken", reason: "does not exist" };
}
