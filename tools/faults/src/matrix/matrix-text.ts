import { faultNames, faults } from "./faults.ts";
import type { FaultName } from "./faults.ts";
import type { RowResult } from "./run-row.ts";

const LEAKS = "nothing left behind";

/** Marks: held, red, and nothing where a fault does not befall the dependency. */
function markOf({ cells }: RowResult, fault: FaultName): string {
  const cell = cells.get(fault);
  if (cell === undefined) return "–";
  return cell.broken.length === 0 ? "✔" : "RED";
}

/** The matrix with its count, and what is red about it. */
export function matrixText(results: readonly RowResult[]): string {
  const lines = [
    ["", ...results.map(({ name }) => name)],
    ...faultNames.map((fault) => [faults[fault], ...results.map((result) => markOf(result, fault))]),
    [LEAKS, ...results.map(({ leaks }) => (leaks.length === 0 ? "✔" : "RED"))],
  ];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const table = lines.map((line) => line.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  "));
  return [...table, ...redLines(results), countLine(results), recoveryLine(results)].join("\n");
}

const redLines = (results: readonly RowResult[]): readonly string[] =>
  results.flatMap(({ name, cells, leaks }) => [
    ...[...cells].flatMap(([fault, { broken }]) => broken.map((text) => `RED ${name}, ${faults[fault]}: ${text}`)),
    ...leaks.map((text) => `RED ${name}, ${LEAKS}: ${text}`),
  ]);

function countLine(results: readonly RowResult[]): string {
  const held = results.flatMap(({ cells, leaks }) => [
    ...[...cells.values()].map(({ broken }) => broken.length === 0),
    leaks.length === 0,
  ]);
  const kept = held.filter(Boolean).length;
  return `fault matrix: ${held.length} cells, ${kept} held, ${held.length - kept} red`;
}

function recoveryLine(results: readonly RowResult[]): string {
  const seconds = results
    .flatMap(({ cells }) => [...cells.values()].map(({ recoveredMs }) => recoveredMs / 1_000))
    .toSorted((a, b) => a - b);
  const at = (share: number): string => (seconds[Math.floor((seconds.length - 1) * share)] ?? Number.NaN).toFixed(1);
  return `recovery after a fault's end, s: median ${at(0.5)}, longest ${at(1)}`;
}
