import { familySets } from "@xp-tracker/metrics";
import { metricsFamilies } from "@xp-tracker/runtime";
import { expect, it } from "vitest";

it("takes the same sets of families for METRICS_FAMILIES as there are", () => {
  expect(metricsFamilies.toSorted()).toEqual(familySets.toSorted());
});
