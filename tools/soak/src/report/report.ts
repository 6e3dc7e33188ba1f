import { processReport } from "./process-report.ts";
import type { SoakResult } from "./soak-result.ts";

/** Kinds that are told also where there are none. */
const KINDS = [
  "mismatches",
  "failed scrapes",
  "generations that went back",
  "pages that lost what was served",
  "torn pages",
  "replicas that disagree",
  "pages that are no exposition",
  "unasked exits",
  "exits that were not clean",
  "output that is no log line, or a fatal one",
];

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** What a run showed, for people. */
export function report(result: SoakResult): string {
  const { seed, minutes, changes, generation, faults, settled, scrapes, processes, findings } = result;
  const took = settled.map(({ tookMs }) => tookMs).toSorted((a, b) => a - b);
  const samples = settled.reduce((sum, each) => sum + each.samples, 0);
  const faultCount = [...faults.values()].reduce((sum, count) => sum + count, 0);
  const others = findings.filter(({ kind }) => !KINDS.includes(kind)).map(({ kind }) => kind);
  const found = [...KINDS, ...others].map(
    (kind) => findings.find((each) => each.kind === kind) ?? { kind, count: 0, first: [] },
  );
  return [
    `soak of ${minutes.toFixed(1)} minutes, seed ${seed}`,
    `  changes of the cluster   ${changes}`,
    `  newest generation        ${generation}`,
    `  scrapes                  ${scrapes.total}, ${scrapes.failed} failed, the longest took ${scrapes.longestMs.toFixed(0)} ms; ${scrapes.missed} more while the exporter was down or paused`,
    `  faults                   ${faultCount} of ${faults.size} kinds`,
    ...[...faults]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, count]) => `    ${String(count).padStart(4)}  ${kind}`),
    `  settlings                ${settled.length}, ${samples} samples compared; all was right after ${seconds(quantile(took, 0.5))} (median), ${seconds(took.at(-1) ?? Number.NaN)} (longest)`,
    "  processes",
    ...processReport(processes).map((line) => `    ${line}`),
    "  found",
    ...found.flatMap(({ kind, count, first }) => [
      `    ${String(count).padStart(4)}  ${kind}`,
      ...first.map((what) => `          ${what}`),
    ]),
    findings.length === 0 ? "everything held" : "NOT everything held",
  ].join("\n");
}
