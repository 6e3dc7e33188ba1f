import { describe, expect, it } from "vitest";
import type { Owner } from "../conversion/owner.ts";
import type { Row } from "../rows/row.ts";
import type { Rows } from "../snapshot.ts";
import { linkClaims } from "./link-claims.ts";
import { linkMRs } from "./link-mrs.ts";
import { linkOwners } from "./link-owners.ts";
import { linkXRs } from "./link-xrs.ts";
import { claim, claimedBy, composedBy, mr, refersTo, xr } from "./sample-rows.ts";

const namespaceOwners = new Map<string, Owner>([
  ["team-a", { creator: "", team: "team of a" }],
  ["team-b", { creator: "root of b", team: "team of b" }],
]);

function linked(claims: readonly Row[], xrs: readonly Row[], mrs: readonly Row[] = []): Rows {
  const claim = linkClaims(claims, xrs);
  const composite = linkXRs(xrs, claim);
  return { claim, composite, managed: linkMRs(mrs, composite) };
}

const ownersOf = (rows: Rows) =>
  Object.fromEntries(
    Object.values(linkOwners(rows, namespaceOwners))
      .flat()
      .map(({ name, creator, team }) => [name, `${creator} / ${team}`]),
  );

const ann = { ownCreator: "ann", ownTeam: "a" };

describe("the owner", () => {
  it("of a claim, its XR, nested XR and MR is the one the claim names", () => {
    const database = claim({ name: "orders", xrGroup: "data.example.org", xrKind: "XDatabase", xrName: "x", ...ann });
    const root = xr({ name: "x", ...claimedBy(database) });
    const nested = xr({ name: "nested", ...composedBy(root) });
    const instance = mr({ name: "instance", ...composedBy(nested, root) });
    expect(ownersOf(linked([database], [nested, root], [instance]))).toEqual({
      orders: "ann / a",
      x: "ann / a",
      nested: "ann / a",
      instance: "ann / a",
    });
  });

  it("is the nearest ancestor's, for creator and team each by itself, and one's own before all", () => {
    const database = claim({ name: "orders", ...ann });
    const root = xr({ name: "x", ...claimedBy(database), ownTeam: "root's team" });
    const nested = xr({ name: "nested", ...composedBy(root), ownCreator: "nested's creator" });
    const mrs = [
      mr({ name: "silent", ...composedBy(nested, root) }),
      mr({ name: "own", ...composedBy(nested, root), ownTeam: "its own team" }),
    ];
    expect(ownersOf(linked([database], [root, nested], mrs))).toMatchObject({
      x: "ann / root's team",
      silent: "nested's creator / root's team",
      own: "nested's creator / its own team",
    });
  });

  it("is the namespace's where no ancestor names one; cluster-scoped rows take their claim's namespace", () => {
    const database = claim({ name: "orders", ownCreator: "ann" });
    const root = xr({ name: "x", ...claimedBy(database) });
    const mrs = [
      mr({ name: "instance", ...composedBy(root) }),
      mr({ name: "placed", namespace: "team-b", ...composedBy(root) }),
    ];
    expect(ownersOf(linked([database], [root], mrs))).toEqual({
      orders: "ann / team of a",
      x: "ann / team of a",
      instance: "ann / team of a",
      placed: "ann / team of b",
    });
  });

  it("of a namespaced XR and its MRs is its namespace's", () => {
    const app = xr({ name: "app", kind: "App", namespace: "team-b" });
    expect(ownersOf(linked([], [app], [mr({ name: "bucket", namespace: "team-b", ...composedBy(app) })]))).toEqual({
      app: "root of b / team of b",
      bucket: "root of b / team of b",
    });
  });

  it("is found through a claim that only refers to its XR", () => {
    const silent = xr({ name: "x" });
    expect(ownersOf(linked([claim({ name: "orders", ...refersTo(silent), ...ann })], [silent]))).toMatchObject({
      x: "ann / a",
    });
  });

  it.each(["Database", "Network"])("is not that of another claim with the same namespace and name: %s", (kind) => {
    const claims = [
      claim({ name: "production", kind: "Database", ownCreator: "Database" }),
      claim({ name: "production", kind: "Network", ownCreator: "Network" }),
    ];
    const root = xr({ name: "x", ...claimedBy(claim({ name: "production", kind })) });
    expect(ownersOf(linked(claims, [root])).x).toBe(`${kind} / team of a`);
  });

  it("is not that of such a claim in the group of a nested XR, when the claim of its tree is of another group", () => {
    const ofTree = claim({ name: "production", group: "shop.example.org" });
    const namesake = claim({ name: "production", group: "net.example.org", ownCreator: "stranger" });
    const root = xr({ name: "x", group: "shop.example.org", ...claimedBy(ofTree) });
    const nested = xr({ name: "nested", group: "net.example.org", ...composedBy(root) });
    expect(ownersOf(linked([ofTree, namesake], [root, nested])).nested).toBe(" / team of a");
  });

  it("is nobody where nobody names one", () => {
    expect(ownersOf(linked([], [xr({ name: "x" })], [mr({ name: "by-hand" })]))).toEqual({
      x: " / ",
      "by-hand": " / ",
    });
  });

  it("goes with whoever named it", () => {
    const database = claim({ name: "orders", namespace: "nobody's", ...ann });
    const root = xr({ name: "x", ...claimedBy(database) });
    const before = linkOwners(linked([database], [root]), namespaceOwners);
    expect(before.composite[0]?.creator).toBe("ann");
    expect(ownersOf(linked([], before.composite))).toEqual({ x: " / " });
  });
});

it("gives the very same rows back where nothing changes", () => {
  const database = claim({ name: "orders", ...ann });
  const root = xr({ name: "x", ...claimedBy(database) });
  const rows = linkOwners(linked([database], [root], [mr({ name: "instance", ...composedBy(root) })]), namespaceOwners);
  expect(linkOwners(rows, namespaceOwners)).toBe(rows);
});
