import type { Content } from "./layout.ts";

/** One section of a page. */
interface Entry {
  readonly href: string;
  readonly title: string;
  /** Lower case, without markup. */
  readonly text: string;
}

/** A script that names every section: data in a script can be read from a disk too, where requests are not allowed. */
export function searchIndex(contents: readonly Content[]): string {
  const entries = contents.flatMap(({ target, title, html }) =>
    html.split(/(?=<h[123] id=")/).flatMap((section): readonly Entry[] => {
      const { id, heading } = /^<h[123] id="(?<id>[^"]*)">(?<heading>.*?)<\/h/s.exec(section)?.groups ?? {};
      if (id === undefined || heading === undefined) return [];
      const own = plain(heading);
      return [
        {
          href: `${target}#${id}`,
          title: own === title ? title : `${title}: ${own}`,
          text: plain(section).toLowerCase(),
        },
      ];
    }),
  );
  return `globalThis.searchIndex = ${JSON.stringify(entries).replaceAll("<", "\\u003c")};\n`;
}

const entities: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => entities[entity] ?? entity)
    .replaceAll(/\s+/g, " ")
    .trim();
