import { expect, it } from "vitest";
import { repeatedSeries, samplesOf, sumOf } from "./exposition.ts";

const page = `# HELP a_total Things.
# TYPE a_total gauge
a_total{kind="A b",namespace=""} 2
a_total{kind="C"} 3
a_total_more 100
`;

it("reads series with spaces in their labels", () => {
  expect(samplesOf(page)[0]).toEqual(['a_total{kind="A b",namespace=""}', 2]);
});

it("sums a family, and not those whose names begin alike", () => {
  expect([sumOf(page, "a_total"), sumOf(page, "a_total_more"), sumOf(page, "b")]).toEqual([5, 100, 0]);
});

it("names series that are there twice, even with different values", () => {
  expect(repeatedSeries(page)).toEqual([]);
  expect(repeatedSeries(`${page}a_total{kind="C"} 4\n`)).toEqual(['a_total{kind="C"}']);
});
