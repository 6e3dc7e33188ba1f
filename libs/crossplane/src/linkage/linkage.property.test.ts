import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainRow } from "../rows/make-row.ts";
import type { Owner } from "../conversion/owner.ts";
import { compareRows } from "../rows/row-order.ts";
import type { Row } from "../rows/row.ts";
import type { Rows } from "../snapshot.ts";
import { linkClaims } from "./link-claims.ts";
import { linkMRs } from "./link-mrs.ts";
import { linkOwners } from "./link-owners.ts";
import { linkXRs } from "./link-xrs.ts";
import { claim, mr, xr } from "./sample-rows.ts";

function link(rows: Rows, namespaceOwners: ReadonlyMap<string, Owner>): Rows {
  const claim = linkClaims(rows.claim, rows.composite);
  const composite = linkXRs(rows.composite, claim);
  return linkOwners({ claim, composite, managed: linkMRs(rows.managed, composite) }, namespaceOwners);
}

// So few names that references meet, miss, collide and run in circles all the time.
const name = fc.constantFrom("a", "b", "c");
const orNone = (text: fc.Arbitrary<string>) => fc.oneof(fc.constant(""), text);
const namespace = fc.constantFrom("", "n1", "n2");
const owned = { ownCreator: orNone(name), ownTeam: orNone(name) };
const reference = {
  xrName: orNone(name),
  xrGroup: fc.constant("data.example.org"),
  xrKind: orNone(fc.constantFrom("XDatabase", "XShop")),
};
const claimed = { ownClaimName: orNone(name), ownClaimNamespace: namespace };
const child = { parentUid: orNone(name), xrName: orNone(name) };
const arbitraryRows: fc.Arbitrary<Rows> = fc.record({
  claim: fc.array(
    fc
      .record({
        name,
        namespace: fc.constantFrom("n1", "n2"),
        kind: fc.constantFrom("Database", "Shop"),
        ...reference,
        ...owned,
      })
      .map(claim),
  ),
  composite: fc.array(
    fc
      .record({
        name,
        namespace,
        uid: orNone(name),
        kind: fc.constantFrom("XDatabase", "XShop"),
        version: fc.constantFrom("v1", "v2"),
        ownClaimKind: orNone(fc.constantFrom("Database", "Shop")),
        ownComposition: orNone(name),
        ...claimed,
        ...child,
        ...owned,
      })
      // As `rowReader` makes them: only nested XRs name a root, and there is no kind of no claim.
      .map((said) => ({
        ...said,
        xrName: said.parentUid && said.xrName,
        ownClaimKind: said.ownClaimName && said.ownClaimKind,
      }))
      .map(xr),
  ),
  managed: fc.array(fc.record({ name, namespace, ...claimed, ...child, ...owned }).map(mr)),
});
const arbitraryOwners = fc
  .dictionary(fc.constantFrom("", "n1", "n2"), fc.record({ creator: orNone(name), team: orNone(name) }))
  .map((owners) => new Map(Object.entries(owners)));

const mapClasses = (rows: Rows, change: (rows: readonly Row[]) => readonly Row[]): Rows => ({
  claim: change(rows.claim),
  composite: change(rows.composite),
  managed: change(rows.managed),
});
const byContent = (a: Row, b: Row): number => compareRows(a, b) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const inOrder = (rows: Rows): Rows => mapClasses(rows, (some) => some.toSorted(byContent));

/** What an API server never lists together: two objects of one name, or two objects with one uid. */
const clash = (a: Row, b: Row): boolean =>
  nameOf(a) === nameOf(b) ? a.gvr === b.gvr || a.uid !== b.uid : a.uid === b.uid;
const nameOf = ({ group, kind, namespace, name }: Row): string => [group, kind, namespace, name].join("/");

const withoutClashes = (rows: readonly Row[]): readonly Row[] =>
  rows.reduce<readonly Row[]>((kept, row) => (kept.some((other) => clash(row, other)) ? kept : [...kept, row]), []);
const possibleRows = arbitraryRows.map((rows) => mapClasses(rows, withoutClashes));

describe("linkage", () => {
  it("changes nothing when it is done again, and gives the same arrays back", () => {
    fc.assert(
      fc.property(possibleRows, arbitraryOwners, (rows, owners) => {
        const once = link(rows, owners);
        const twice = link(once, owners);
        expect([
          twice.claim === once.claim,
          twice.composite === once.composite,
          twice.managed === once.managed,
        ]).toEqual([true, true, true]);
      }),
    );
  });

  it("does not depend on the order of rows", () => {
    fc.assert(
      fc.property(possibleRows, arbitraryOwners, (rows, owners) => {
        const reversed = mapClasses(rows, (some) => some.toReversed());
        expect(inOrder(link(reversed, owners))).toEqual(inOrder(link(rows, owners)));
      }),
    );
  });

  it("does not depend on what was linked before: what is gone leaves no trace", () => {
    fc.assert(
      fc.property(possibleRows, arbitraryOwners, arbitraryOwners, fc.nat(6), (rows, before, owners, gone) => {
        const without = (some: Rows) => mapClasses(some, (all) => all.filter((_, index) => index % 7 !== gone));
        expect(link(without(link(rows, before)), owners)).toEqual(link(without(rows), owners));
      }),
    );
  });

  it("never changes what an object says itself", () => {
    const own = (row: Row) =>
      Object.entries(plainRow(row)).filter(
        ([key]) => key.startsWith("own") || key.startsWith("parent") || key === "xrName" || key === "uid",
      );
    fc.assert(
      fc.property(possibleRows, arbitraryOwners, (rows, owners) => {
        expect(Object.values(link(rows, owners)).flat().map(own)).toEqual(Object.values(rows).flat().map(own));
      }),
    );
  });
});
