const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** The text with code blanked out, line for line, so that examples are not taken for headings or links. */
function withoutCode(markdown: string): string {
  let fence: string | undefined;
  const lines = markdown.split("\n").map((line) => {
    const mark = FENCE.exec(line)?.[1];
    const closes = fence !== undefined && mark?.startsWith(fence) === true;
    if (fence === undefined && mark === undefined) return line;
    fence = closes ? undefined : (fence ?? mark);
    return "";
  });
  return lines.join("\n");
}

/** The headings of one level, or of all, without their markup. */
export function headings(markdown: string, level?: number): readonly string[] {
  const marks = level === undefined ? "{1,6}" : `{${level}}`;
  const heading = new RegExp(`^#${marks} +(?<text>.+?)(?: +#+)?\\s*$`, "gm");
  return [...withoutCode(markdown).matchAll(heading)].map(({ groups }) => plain(groups?.["text"] ?? ""));
}

/** The fragments that links into the page may use, as GitHub makes them. */
export function anchors(markdown: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const slugs = headings(markdown).map((heading) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
  const named = [...markdown.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, name = ""]) => name);
  return new Set([...slugs, ...named]);
}

const INLINE_CODE = /`[^`\n]*`/g;
const LINKS = [
  /\]\(\s*<?(?<target>[^)\s>]+)>?[^)]*\)/g,
  /^ {0,3}\[[^\]]+\]:\s*(?<target>\S+)/gm,
  /\b(?:href|src)="(?<target>[^"]+)"/g,
];

/** The targets of all links and images, as written. */
export function links(markdown: string): readonly string[] {
  const text = withoutCode(markdown).replaceAll(INLINE_CODE, "");
  return LINKS.flatMap((pattern) => [...text.matchAll(pattern)].map(({ groups }) => groups?.["target"] ?? ""));
}

const plain = (text: string): string => text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").replaceAll(/[`*]/g, "");
