/** What a browser makes of a page: its tags with their attributes, and its texts, in their order. */
export interface ReadHtml {
  readonly tags: readonly string[];
  readonly texts: readonly string[];
}

const TAG = /<(?:!doctype html|\/?[a-z0-9]+(?: [a-z-]+(?:="[^"<>&]*")?)*(?: \/)?)>/y;
const TEXT = /(?:[^<>&"']|&(?:amp|lt|gt|quot|#39);)+/y;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/** Reads the few forms that our pages need and nothing else, so that nothing can be hidden from it. @throws */
export function readHtml(page: string): ReadHtml {
  const tags: string[] = [];
  const texts: string[] = [];
  let at = 0;
  while (at < page.length) {
    TAG.lastIndex = at;
    TEXT.lastIndex = at;
    const tag = TAG.exec(page)?.[0];
    const text = tag ?? TEXT.exec(page)?.[0];
    if (text === undefined) throw new Error(`not our markup at ${at}: ${JSON.stringify(page.slice(at, at + 80))}`);
    at += text.length;
    if (tag === undefined) texts.push(text.replaceAll(/&([^;]+);/g, (_, name: string) => entities[name] ?? ""));
    else tags.push(tag);
    if (tag === "<style>") at = page.indexOf("</style>", at);
  }
  return { tags, texts };
}
