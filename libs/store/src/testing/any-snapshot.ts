import { compareRows, emptyRow, gvrOf } from "@xp-tracker/crossplane";
import type { Row, Snapshot, Source } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { byClass } from "../by-class.ts";
import { facts } from "../contract/samples.ts";

const anyText = fc.string({ unit: "grapheme", maxLength: 12 });
const anySeconds = fc.integer({ min: 0, max: 253_402_300_799 });
const valueFor = (field: keyof Row, value: Row[keyof Row]): fc.Arbitrary<unknown> => {
  if (field === "ready" || field === "synced") return fc.constantFrom(-1, 0, 1);
  if (field === "gvr") return fc.constantFrom("a/v1/b", "c.d/v1/e");
  if (field === "name") return anyText.map((text) => `n${text}`);
  if (typeof value === "boolean") return fc.boolean();
  return typeof value === "number" ? anySeconds : fc.oneof(fc.constant(""), fc.constant("same"), anyText);
};
const anyRow = fc.record(
  Object.fromEntries(Object.entries(emptyRow).map(([field, value]) => [field, valueFor(field as keyof Row, value)])),
) as unknown as fc.Arbitrary<Row>;
const anyRows = fc.array(anyRow, { maxLength: 6 }).map((rows) => rows.toSorted(compareRows));
const anySource: fc.Arbitrary<Source> = fc.record({
  gvr: fc.constant(gvrOf({ group: "a", version: "v1", resource: "b" })),
  class: fc.constantFrom<Source["class"]>("claim", "definition"),
  rows: fc.nat(),
  lastSuccess: anySeconds,
  error: fc.constantFrom<Source["error"]>("", "timeout"),
});
/** Any snapshot, with all kinds of values in every field. */
export const anySnapshot: fc.Arbitrary<Snapshot> = fc.record({
  cluster: anyText,
  generation: fc.nat(),
  takenAt: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  rows: fc.record(byClass(() => anyRows)),
  sources: fc.array(anySource, { maxLength: 3 }),
  packages: fc.constantFrom([], facts.packages),
  compositionRevisions: fc.constantFrom([], facts.compositionRevisions),
  namespaceOwners: fc.constantFrom([], [{ namespace: "team-a", creator: "", team: "platform" }]),
});
