import type { Finding } from "./benchmark.ts";
import { isMet, ratioOf } from "./findings.ts";

/** Three significant digits, and all digits before the point. */
const numberText = (value: number): string =>
  Number.isFinite(value) ? (Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))) : "—";

const withUnit = (value: number, unit: string): string => `${numberText(value)} ${unit}`.trimEnd();

function budgetText({ budget, unit }: Finding): string {
  if (budget === undefined) return "";
  const sign = budget.bound === "at most" ? "≤" : "≥";
  return `${sign} ${budget.of === "ratio" ? `${numberText(budget.limit)}×` : withUnit(budget.limit, unit)}`;
}

function metText(finding: Finding): string {
  const met = isMet(finding);
  if (met === undefined) return "";
  return met ? "yes" : "**no**";
}

const heads = ["what", "measured", "beside it", "ratio", "budget", "met"];

const cellsOf = (finding: Finding): readonly string[] => {
  const ratio = ratioOf(finding);
  const { what, value, unit, beside } = finding;
  return [
    what,
    withUnit(value, unit),
    beside === undefined ? "" : `${withUnit(beside.value, unit)} (${beside.name})`,
    ratio === undefined ? "" : `${numberText(ratio)}×`,
    budgetText(finding),
    metText(finding),
  ];
};

/** A Markdown table with columns of equal width. */
export function table(findings: readonly Finding[]): string {
  const rows = [heads, ...findings.map(cellsOf)];
  const widths = heads.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length)));
  const lines = rows.map((cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}
