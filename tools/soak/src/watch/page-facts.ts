import { createHash } from "node:crypto";

/** What is to be known of a page without reading all of it. */
export interface PageFacts {
  /** NaN where no snapshot is served. */
  readonly generation: number;
  /** Unix seconds; NaN where no snapshot is served. */
  readonly takenAt: number;
  readonly isComplete: boolean;
  /** By class: what the summary families count, and how many objects the page shows. */
  readonly counted: Readonly<Record<string, number>>;
  readonly shown: Readonly<Record<string, number>>;
  readonly hash: string;
}

const FAMILIES: Readonly<Record<string, string>> = {
  claim: "crossplane_claims_total{",
  composite: "crossplane_xr_total{",
  managed: "crossplane_mr_total{",
};

export function pageFacts(page: string): PageFacts {
  const lines = page.split("\n");
  const value = (family: string): number =>
    Number(lines.find((line) => line.startsWith(`${family} `))?.slice(family.length) ?? Number.NaN);
  const countOf = (start: string): number => lines.filter((line) => line.startsWith(start)).length;
  const sumOf = (start: string): number =>
    lines.reduce((sum, line) => (line.startsWith(start) ? sum + Number(line.slice(line.lastIndexOf(" "))) : sum), 0);
  const classes = Object.entries(FAMILIES);
  return {
    generation: value("xp_tracker_snapshot_generation"),
    takenAt: value("xp_tracker_snapshot_timestamp_seconds"),
    isComplete: value("xp_tracker_snapshot_complete") === 1,
    counted: Object.fromEntries(classes.map(([name, start]) => [name, sumOf(start)])),
    shown: Object.fromEntries(classes.map(([name]) => [name, countOf(`crossplane_resource_info{class="${name}"`)])),
    hash: createHash("sha256").update(page).digest("hex"),
  };
}

const LINE =
  /^(?:# (?:HELP|TYPE) [a-zA-Z_:][\w:]* .*|[a-zA-Z_:][\w:]*(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*\})? -?[\d.e+-]+)$/;

/** The first line that an exposition may not have; undefined where the page is whole and well. */
export function brokenLine(page: string): string | undefined {
  if (!page.endsWith("\n")) return `the page ends in mid-line: ${page.slice(-80)}`;
  return page
    .slice(0, -1)
    .split("\n")
    .find((line) => !LINE.test(line));
}
