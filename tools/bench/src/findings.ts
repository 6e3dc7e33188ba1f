import type { Finding } from "./benchmark.ts";

/** How many times the alternative the value is; undefined without an alternative. */
export const ratioOf = ({ value, beside }: Finding): number | undefined =>
  beside === undefined ? undefined : value / beside.value;

/** Whether the budget is met; undefined where there is none. */
export function isMet(finding: Finding): boolean | undefined {
  const { budget, value } = finding;
  if (budget === undefined) return undefined;
  const measured = budget.of === "value" ? value : ratioOf(finding);
  if (measured === undefined || !Number.isFinite(measured)) return false;
  return budget.bound === "at most" ? measured <= budget.limit : measured >= budget.limit;
}

/** NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2;
}

/** The value that `share` of the values do not exceed; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
