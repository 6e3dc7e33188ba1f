import { expect, it } from "vitest";
import type { Finding } from "./benchmark.ts";
import { isMet, median, quantile } from "./findings.ts";
import { withRun } from "./page.ts";

const finding = (fields: Partial<Finding>): Finding => ({ what: "x", unit: "s", value: 2, ...fields });
const beside = { name: "other", value: 4 };

it.each<[boolean | undefined, Partial<Finding>]>([
  [undefined, { beside }],
  [true, { budget: { of: "value", bound: "at most", limit: 2 } }],
  [false, { budget: { of: "value", bound: "at most", limit: 1.9 } }],
  [false, { budget: { of: "value", bound: "at least", limit: 3 } }],
  [true, { beside, budget: { of: "ratio", bound: "at most", limit: 0.5 } }],
  [false, { beside, budget: { of: "ratio", bound: "at most", limit: 0.4 } }],
  [false, { budget: { of: "ratio", bound: "at most", limit: 1 } }],
  [false, { value: Number.NaN, budget: { of: "value", bound: "at most", limit: 1 } }],
])("is it met: %s, of %o", (met, fields) => {
  expect(isMet(finding(fields))).toBe(met);
});

it("takes medians and quantiles", () => {
  expect(median([9, 1, 4])).toBe(4);
  expect(median([1, 2, 3, 4])).toBe(2.5);
  expect(median([])).toBeNaN();
  expect(quantile([5, 1, 2, 3, 4], 0.99)).toBe(5);
  expect(quantile([5, 1, 2, 3, 4], 0.2)).toBe(1);
});

it("puts a run into the page in place of the last one, and says which budgets are not met", () => {
  const run = { date: "2026-11-22", machine: "2 cores", command: "npm run bench" };
  const page = "before\n<!-- measured -->\nold\n<!-- end of measured -->\nafter";
  const missed = finding({ beside, budget: { of: "value", bound: "at most", limit: 1 } });
  const written = withRun(page, { ...run, findings: [missed] });
  expect(written).toMatch(/^before\n[\s\S]*\nafter$/);
  expect(written).not.toContain("old");
  expect(written.split("\n").at(-4)).toBe("| x    | 2 s      | 4 s (other) | 0.5×  | ≤ 1 s  | **no** |");
  expect(withRun(written, { ...run, findings: [missed] })).toBe(written);
});
