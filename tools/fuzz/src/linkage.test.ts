import { emptyRow, linkClaims, linkMRs, linkOwners, linkXRs } from "@xp-tracker/crossplane";
import type { Row, Rows } from "@xp-tracker/crossplane";
import * as fc from "fast-check";
import { fuzz } from "./testing/fuzz.ts";
import { colliding, hostileText } from "./testing/hostile-text.ts";
import { types } from "./testing/objects.ts";

const few = colliding("", "a", "b", "c", "a/b", "/");
const valueOf = (field: keyof Row): fc.Arbitrary<unknown> => {
  const none = emptyRow[field];
  if (field === "gvr") return fc.constantFrom(...types.map(({ gvr }) => gvr));
  if (typeof none === "string") return few;
  return typeof none === "boolean" ? fc.boolean() : fc.constantFrom(-1, 0, 1);
};
const fields = Object.keys(emptyRow) as readonly (keyof Row)[];
const anyRow = fc.record(
  Object.fromEntries(fields.map((field) => [field, valueOf(field)])),
) as unknown as fc.Arbitrary<Row>;
const anyRows = fc.array(anyRow, { maxLength: 8 });

/** What an object says itself; the rest is what linkage makes of it. */
const own = fields.filter(
  (field) => /^(own|parent|ready|synced)/.test(field) || ["gvr", "uid", "namespace", "name"].includes(field),
);

function expectSameObjects(linked: readonly Row[], rows: readonly Row[]): void {
  const said = (row: Row | undefined) => JSON.stringify(own.map((field) => row?.[field]));
  if (linked.length !== rows.length) throw new Error("rows came or went");
  for (const [index, row] of rows.entries()) {
    if (said(linked[index]) !== said(row)) throw new Error(`row ${index} says something else`);
  }
}

fuzz("linkage", "of rows that contradict each other ends, and changes nothing that an object says", {
  input: fc.record({ claim: anyRows, composite: anyRows, managed: anyRows, owner: hostileText }),
  holds({ owner, ...rows }) {
    const claim = linkClaims(rows.claim, rows.composite);
    const composite = linkXRs(rows.composite, claim);
    const linked: Rows = { claim, composite, managed: linkMRs(rows.managed, composite) };
    const owned = linkOwners(linked, new Map([["a", { creator: owner, team: "" }]]));
    expectSameObjects(owned.claim, rows.claim);
    expectSameObjects(owned.composite, rows.composite);
    expectSameObjects(owned.managed, rows.managed);
  },
});
