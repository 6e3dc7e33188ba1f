interface Sample {
  readonly labels: string;
  readonly value: number;
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;

/** The samples of one family that have all these labels. */
export const samples = (
  page: string,
  family: string,
  labels: Readonly<Record<string, string>> = {},
): readonly Sample[] => {
  const wanted = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return page.split("\n").flatMap((line) => {
    if (!line.startsWith(family)) return [];
    const [, name, found = "", value] = LINE.exec(line) ?? [];
    if (name !== family || !wanted.every((label) => found.includes(label))) return [];
    return [{ labels: found, value: Number(value) }];
  });
};

/** Their sum; NaN when there is none, so that a missing family is never taken for zero. */
export function sumOf(page: string, family: string, labels: Readonly<Record<string, string>> = {}): number {
  const found = samples(page, family, labels);
  return found.length === 0 ? Number.NaN : found.reduce((sum, { value }) => sum + value, 0);
}

export const generationOf = (page: string): number => sumOf(page, "xp_tracker_snapshot_generation");

/** What a page says of the cluster, whoever owns it: the lines about resources, in an order of their own. */
export const rowsOf = (page: string): string =>
  page
    .split("\n")
    .filter((line) => line.startsWith("crossplane_"))
    .map((line) => line.replaceAll(/team="mark-\d+"/g, 'team="mark"'))
    .toSorted()
    .join("\n");
