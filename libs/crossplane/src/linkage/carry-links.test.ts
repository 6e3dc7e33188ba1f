import { describe, expect, it } from "vitest";
import { makeRow } from "../rows/make-row.ts";
import { emptyRow, resourceClasses } from "../rows/row.ts";
import type { Row } from "../rows/row.ts";
import { carryLinks, linksOf } from "./carry-links.ts";
import { linkAll } from "./link-all.ts";
import { claim, composedBy, mr, refersTo, xr } from "./sample-rows.ts";

const root = xr({ name: "orders-x1", ownComposition: "postgres" });
const raw = {
  claim: claim({ name: "orders", ownTeam: "checkout", ...refersTo(root) }),
  composite: root,
  managed: mr({ name: "orders-db", ...composedBy(root) }),
};
const linkedWith = { coverage: () => true, namespaceOwners: new Map([["team-a", { creator: "ann", team: "" }]]) };
const all = linkAll(
  { claim: [makeRow(raw.claim)], composite: [makeRow(raw.composite)], managed: [makeRow(raw.managed)] },
  linkedWith,
);

const otherValue = (value: Row[keyof Row]): Row[keyof Row] =>
  typeof value === "string" ? `${value}-other` : typeof value === "number" ? value + 1 : !value;

describe.each(resourceClasses)("a %s that is read again", (name) => {
  const [linked = emptyRow] = all[name];
  const same = { ...raw[name], ...linksOf(raw[name], linked, name) };

  it("is the very row that was linked where it says the same", () => {
    expect(carryLinks(makeRow(raw[name]), linked, name)).toBe(linked);
    expect(carryLinks(linked, linked, name)).toBe(linked);
  });

  it("has what was found while something changes that is of no matter to linkage", () => {
    expect(carryLinks({ ...raw[name], ready: 0, readyReason: "Creating" }, linked, name)).toEqual({
      ...same,
      ready: 0,
      readyReason: "Creating",
    });
  });

  it("stays as it is where it has been given that before", () => {
    const changed = { ...same, deletedAt: 7 };
    expect(carryLinks(changed, linked, name)).toBe(changed);
  });

  it.each(Object.keys(emptyRow) as (keyof Row)[])("is another one where its %s is another", (field) => {
    const changed = { ...same, [field]: otherValue(same[field]) };
    const carried = carryLinks(changed, linked, name);
    const isFound = field in (linksOf(same, linked, name) ?? {});
    expect(carried === linked).toBe(isFound);
    expect(carried ?? changed).toEqual(isFound ? linked : changed);
  });
});
