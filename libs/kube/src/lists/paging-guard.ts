import { KubeApiError } from "../api-error.ts";
import type { Page } from "./page.ts";

/** A page may be empty: a selector can filter all of it. A thousand in a row are no list of a server that works. */
const MOST_EMPTY_PAGES = 1_000;

/**
 * Looks at each page of one list, so that none goes on for ever: a token says where the next page begins, and comes but once.
 * @throws KubeApiError malformed
 */
export function pagingGuard(path: string): (page: Page) => void {
  const seen = new Set<string>();
  let empty = 0;
  return ({ items, token }) => {
    if (token === undefined) return;
    empty = items.length === 0 ? empty + 1 : 0;
    if (seen.has(token)) throw endless(path, "the server repeats a continue token");
    if (empty >= MOST_EMPTY_PAGES)
      throw endless(path, `${MOST_EMPTY_PAGES} pages in a row are empty, and yet not the last`);
    seen.add(token);
  };
}

const endless = (path: string, why: string): KubeApiError =>
  new KubeApiError(`GET ${path}: ${why}`, { errorClass: "malformed" });
