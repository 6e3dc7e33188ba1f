import { describe, expect, it } from "vitest";
import { linkXRs } from "./link-xrs.ts";
import { claim, claimedBy, claimLabels, composedBy, refersTo, xr } from "./sample-rows.ts";

const database = claim({ name: "orders" });
const ofDatabase = { claimName: "orders", claimNamespace: "team-a", claimKind: "Database" };
const unclaimed = { claimName: "", claimNamespace: "", claimKind: "" };

describe("an XR's claim", () => {
  it("is the one of spec.claimRef", () => {
    expect(linkXRs([xr({ name: "orders-x1", ...claimedBy(database) })], [database])[0]).toMatchObject({
      ...ofDatabase,
      dangling: "",
    });
  });

  it("is the one of its labels, and gets its kind from the claim that refers to the XR", () => {
    const labelled = xr({ name: "orders-x1", ...claimLabels(database) });
    expect(linkXRs([labelled], [claim({ name: "orders", ...refersTo(labelled) })])[0]).toMatchObject(ofDatabase);
  });

  it("has no kind where labels alone name it", () => {
    const labelled = xr({ name: "orders-x1", ...claimLabels(database) });
    expect(linkXRs([labelled], [database])).toEqual([labelled]);
  });

  it("is the claim that refers to the XR, where the XR names none", () => {
    const silent = xr({ name: "orders-x1" });
    expect(linkXRs([silent], [claim({ name: "orders", ...refersTo(silent) })])[0]).toMatchObject(ofDatabase);
  });

  it("is the one the XR names, where another claim refers to the XR", () => {
    const stale = xr({ name: "orders-x1", ...claimLabels(claim({ name: "renamed" })) });
    expect(linkXRs([stale], [claim({ name: "orders", ...refersTo(stale) })])[0]).toMatchObject({
      claimName: "renamed",
    });
  });

  it("is not guessed where two claims refer to the XR", () => {
    const silent = xr({ name: "orders-x1" });
    const claims = ["orders", "invoices"].map((name) => claim({ name, ...refersTo(silent) }));
    expect(linkXRs([silent], claims)[0]).toMatchObject(unclaimed);
  });

  it("is not that of an XR of another kind, group or namespace with the same name", () => {
    const target = xr({ name: "orders" });
    const claims = [claim({ name: "orders", ...refersTo(target) })];
    const others = [
      xr({ name: "orders", kind: "XBucket" }),
      xr({ name: "orders", group: "storage.example.org" }),
      xr({ name: "orders", namespace: "team-a" }),
    ];
    expect(linkXRs(others, claims)).toBe(others);
  });

  it("leaves when the claim that gave it leaves", () => {
    const silent = xr({ name: "orders-x1" });
    const linked = linkXRs([silent], [claim({ name: "orders", ...refersTo(silent) })]);
    expect(linkXRs(linked, [])).toEqual([silent]);
  });
});

const workflow = {
  parentUid: "uid of deploy",
  parentGroup: "argoproj.io",
  parentKind: "Workflow",
  parentName: "deploy",
};

describe("a nested XR", () => {
  const root = xr({ name: "shop-x1", kind: "XShop", ...claimedBy(database) });
  const middle = xr({ name: "shop-x1-db", kind: "XStack", ...composedBy(root) });
  const leaf = xr({ name: "shop-x1-db-net", kind: "XNetwork", ...composedBy(middle, root) });

  it("takes the claim of the root, and the root's group and kind, over any number of parents", () => {
    const linked = linkXRs([leaf, middle, root], [database]);
    expect(
      linked.map(({ name, claimName, claimKind, xrGroup, xrKind }) => ({
        name,
        claimName,
        claimKind,
        xrGroup,
        xrKind,
      })),
    ).toEqual([
      {
        name: "shop-x1-db-net",
        claimName: "orders",
        claimKind: "Database",
        xrGroup: "data.example.org",
        xrKind: "XShop",
      },
      { name: "shop-x1-db", claimName: "orders", claimKind: "Database", xrGroup: "data.example.org", xrKind: "XShop" },
      { name: "shop-x1", claimName: "orders", claimKind: "Database", xrGroup: "", xrKind: "" },
    ]);
  });

  it("knows the kind of the claim in its inherited labels from its parent", () => {
    const labelled = xr({ name: "shop-x1-db", ...composedBy(root), ...claimLabels(database) });
    expect(linkXRs([root, labelled], [database])[1]).toMatchObject(ofDatabase);
  });

  it("has no composition but its own", () => {
    const composing = { ...root, ownComposition: "shop" };
    expect(linkXRs([composing, middle], []).map(({ composition }) => composition)).toEqual(["shop", ""]);
  });

  it("takes the claim that refers to it before that of its root", () => {
    const bound = claim({ name: "net", kind: "Network", ...refersTo(middle) });
    expect(linkXRs([root, middle], [database, bound])[1]).toMatchObject({ claimName: "net", claimKind: "Network" });
  });

  it("falls back to the root of its label where its parent is not known", () => {
    expect(linkXRs([leaf, root], [database])[0]).toMatchObject({ ...ofDatabase, xrKind: "XShop", dangling: "parent" });
  });

  it("has no claim where its label could mean two roots", () => {
    const namesake = xr({ name: "shop-x1", kind: "XOther" });
    expect(linkXRs([leaf, root, namesake], [database])[0]).toMatchObject({ ...unclaimed, xrKind: "" });
  });

  it("is marked when its parent is gone, unless that kind is not known", () => {
    expect(linkXRs([middle], [])[0]?.dangling).toBe("parent");
    expect(linkXRs([middle], [], (_, kind) => kind !== "XShop")[0]?.dangling).toBe("");
  });

  it("is not marked when its controller is not of Crossplane, which names a root: an XR that has none above it is its own", () => {
    for (const xrName of ["orders-x1", ""]) {
      expect(linkXRs([xr({ name: "orders-x1", ...workflow, xrName })], [])[0]?.dangling).toBe("");
    }
  });

  it("is marked too where it has the name of its root", () => {
    const namesake = xr({ name: root.name, kind: "XStack", ...composedBy(root) });
    expect(linkXRs([namesake, root], [])[0]?.dangling).toBe("");
    expect(linkXRs([namesake], [])[0]?.dangling).toBe("parent");
  });

  it("is a root where its controller is not of Crossplane, and no other root of its name is above it", () => {
    const controlled = xr({ name: "orders", kind: "XApp", ...workflow, xrName: "orders" });
    const child = xr({ name: "orders-db", ...composedBy(controlled) });
    const other = xr({ name: "orders", kind: "XCache", ...claimedBy(claim({ name: "cache" })) });
    const [linked, linkedChild] = linkXRs([controlled, child, other], []);
    expect(linked).toMatchObject({ ...unclaimed, xrKind: "", dangling: "" });
    expect(linkedChild).toMatchObject({ ...unclaimed, xrKind: "XApp", dangling: "" });
  });

  it("that is listed in two versions is not above itself", () => {
    const [v1, v2] = [
      xr({ name: "orders", ownTeam: "a", uid: "one" }),
      xr({ name: "orders", version: "v2", uid: "one", ...workflow, xrName: "orders", ...claimedBy(database) }),
    ];
    const byVersion = (rows: (typeof v1)[]) => linkXRs(rows, []).toSorted((a, b) => (a.gvr < b.gvr ? -1 : 1));
    expect(byVersion([v1, v2])).toEqual(byVersion([v2, v1]));
    expect(byVersion([v1, v2]).map(({ xrKind }) => xrKind)).toEqual(["", ""]);
  });

  it("whose owner references run in a circle has no parent, and those below still end at it", () => {
    const [a, b] = [xr({ name: "a", kind: "XA" }), xr({ name: "b", kind: "XB" })];
    const circle = [
      { ...a, ...composedBy(b) },
      { ...b, ...composedBy(a), ownClaimName: "orders" },
      xr({ name: "c", ...composedBy(b) }),
      xr({ name: "self", uid: "self", parentUid: "self" }),
    ];
    const claimNames = (rows: typeof circle) => linkXRs(rows, []).map(({ name, claimName }) => [name, claimName]);
    expect(claimNames(circle)).toEqual([
      ["a", ""],
      ["b", "orders"],
      ["c", "orders"],
      ["self", ""],
    ]);
    expect(claimNames(circle.toReversed())).toEqual(claimNames(circle).toReversed());
  });

  it("may lie under ten thousand others", () => {
    const chain = Array.from({ length: 10_000 }, (_, depth) =>
      xr({
        name: `x${depth}`,
        uid: `${depth}`,
        parentUid: depth === 0 ? "" : `${depth - 1}`,
        ownClaimName: depth === 0 ? "orders" : "",
      }),
    );
    expect(linkXRs(chain, []).at(-1)?.claimName).toBe("orders");
    expect(linkXRs(chain.toReversed(), []).at(0)?.claimName).toBe("orders");
  });
});

describe("an XR whose claim is gone", () => {
  const orphan = xr({ name: "orders-x1", ...claimedBy(database) });

  it("keeps the name, and is marked", () => {
    expect(linkXRs([orphan], [])[0]).toMatchObject({ ...ofDatabase, dangling: "claim" });
  });

  it("is not marked while the claims of that namespace are not known", () => {
    const onlyTeamB = (_group: string, _kind: string, namespace: string) => namespace === "team-b";
    expect(linkXRs([orphan], [], onlyTeamB)[0]?.dangling).toBe("");
  });

  it("is not marked for labels alone, which people set too", () => {
    expect(linkXRs([xr({ name: "orders-x1", ...claimLabels(database) })], [])[0]?.dangling).toBe("");
  });
});
