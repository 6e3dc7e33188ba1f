import { expect, it } from "vitest";
import { findings } from "../report/findings.ts";
import { scrapeRules } from "./scrape-rules.ts";

const exporter = (name: string, pid: number) => ({ name, pid, startedAt: 0 });
const [one, two] = [exporter("exporter-1", 1), exporter("exporter-2", 2)];

const page = (generation: number, claims = 1, team = "a"): string =>
  [
    `xp_tracker_snapshot_generation ${generation}`,
    `crossplane_claims_total{team="${team}"} ${claims}`,
    `crossplane_resource_info{class="claim",name="orders"} 1`,
    "",
  ].join("\n");
const empty = "xp_tracker_snapshot_loaded 0\n";

const found = (...scrapes: readonly (readonly [life: typeof one, page: string])[]): readonly string[] => {
  const all = findings();
  const rule = scrapeRules(all);
  for (const [life, text] of scrapes) rule(life, text);
  return all.list().map(({ kind }) => kind);
};

it("has nothing against replicas that agree, grow, and start anew without data", () => {
  const again = exporter("exporter-1", 3);
  expect(found([one, page(1)], [two, page(1)], [one, page(2)], [again, empty], [again, page(2)])).toEqual([]);
});

it.each([
  [
    "generations that went back",
    [
      [one, page(2)],
      [exporter("exporter-1", 9), page(1)],
    ],
  ],
  [
    "replicas that disagree",
    [
      [one, page(1)],
      [two, page(1, 1, "b")],
    ],
  ],
  [
    "pages that lost what was served",
    [
      [one, page(1)],
      [one, empty],
    ],
  ],
  ["torn pages", [[one, page(1, 2)]]],
  ["pages that are no exposition", [[one, `${page(1)}half a li`]]],
  ["pages that are no exposition", [[one, `${page(1)}x{a="\n"} 1\n`]]],
] as const)("finds %s", (kind, scrapes) => {
  expect(found(...scrapes)).toEqual([kind]);
});
