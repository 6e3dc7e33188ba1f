import { posix } from "node:path";
import { anchors, links } from "./markdown.ts";

/** Markdown pages by their path from the root of the repository. */
export type Pages = ReadonlyMap<string, string>;

/**
 * Links between files of the repository that lead nowhere.
 * @param files every file and directory of the repository, from its root
 */
export function brokenLinks(pages: Pages, files: ReadonlySet<string>): readonly string[] {
  return [...pages].flatMap(([path, text]) =>
    links(text)
      .filter((target) => !/^[a-z][a-z0-9+.-]*:/i.test(target))
      .flatMap((target) => {
        const reason = whyBroken(path, target, pages, files);
        return reason === undefined ? [] : [`${path}: ${target} ${reason}`];
      }),
  );
}

function whyBroken(from: string, target: string, pages: Pages, files: ReadonlySet<string>): string | undefined {
  const [file = "", fragment] = target.split("#");
  const path = file === "" ? from : posix.join(posix.dirname(from), decodeURIComponent(file)).replace(/\/$/, "");
  if (file.startsWith("/")) return "is absolute; link relative to the page";
  if (!files.has(path)) return "does not exist";
  const page = pages.get(path);
  if (fragment === undefined || page === undefined) return undefined;
  return anchors(page).has(fragment) ? undefined : "names a heading that is not there";
}
