import { describe, expect, it } from "vitest";
import { linkMRs } from "./link-mrs.ts";
import { linkXRs } from "./link-xrs.ts";
import { claim, claimedBy, claimLabels, composedBy, mr, xr } from "./sample-rows.ts";

const database = claim({ name: "orders" });
const ofDatabase = { claimName: "orders", claimNamespace: "team-a", claimKind: "Database" };
const root = xr({ name: "shop-x1", kind: "XShop", ownComposition: "shop", ...claimedBy(database) });
const nested = xr({ name: "shop-x1-db", kind: "XStack", ownComposition: "stack", ...composedBy(root) });
const xrs = linkXRs([root, nested], [database]);

describe("an MR", () => {
  it("takes the composition of the XR that composed it, and claim and kind of the root", () => {
    expect(linkMRs([mr({ name: "db", ...composedBy(nested, root) })], xrs)[0]).toMatchObject({
      ...ofDatabase,
      composition: "stack",
      parentKind: "XStack",
      parentName: "shop-x1-db",
      xrName: "shop-x1",
      xrGroup: "data.example.org",
      xrKind: "XShop",
      dangling: "",
    });
  });

  it("that nobody composed stays as it is", () => {
    const alone = [mr({ name: "by-hand" })];
    expect(linkMRs(alone, xrs)).toBe(alone);
  });

  it("keeps the claim of its labels, and learns its kind from its parent", () => {
    expect(linkMRs([mr({ name: "db", ...composedBy(nested, root), ...claimLabels(database) })], xrs)[0]).toMatchObject(
      ofDatabase,
    );
    expect(linkMRs([mr({ name: "db", ...composedBy(nested, root), ownClaimName: "other" })], xrs)[0]).toMatchObject({
      claimName: "other",
      claimNamespace: "",
      claimKind: "",
    });
  });

  it("has no claim namespace without a claim where its XR has none", () => {
    const unclaimed = xr({ name: "lonely" });
    const halfLabelled = mr({ name: "db", ownClaimNamespace: "team-a", ...composedBy(unclaimed) });
    expect(linkMRs([halfLabelled], [unclaimed])[0]).toMatchObject({ claimName: "", claimNamespace: "" });
  });

  it("finds its root by its parents where the label could mean two", () => {
    const namesake = xr({ name: "shop-x1", kind: "XOther" });
    expect(linkMRs([mr({ name: "db", ...composedBy(nested, root) })], [...xrs, namesake])[0]?.xrKind).toBe("XShop");
  });

  it("is not of a root of the label's name and another kind than its controller, which bears that name", () => {
    const cache = xr({ name: "shop-x1", kind: "XCache" });
    const labelled = mr({ name: "db", ...composedBy(cache) });
    expect(linkMRs([labelled], xrs)[0]).toMatchObject({ claimName: "", xrKind: "", dangling: "parent" });
    expect(linkMRs([labelled], xrs, () => false)).toEqual([labelled]);
    const ofOtherGroup = { ...labelled, parentKind: root.kind, parentGroup: "other.example.org" };
    expect(linkMRs([ofOtherGroup], xrs, () => false)).toEqual([ofOtherGroup]);
  });

  it("has no kind of root where label and parents disagree", () => {
    expect(linkMRs([mr({ name: "db", ...composedBy(nested, root), xrName: "other" })], xrs)[0]).toMatchObject({
      ...ofDatabase,
      xrName: "other",
      xrKind: "",
    });
  });

  it("finds its root by the label where it has no owner and only one XR can be meant", () => {
    const labelled = mr({ name: "db", xrName: "shop-x1" });
    expect(linkMRs([labelled], xrs)[0]).toMatchObject({ ...ofDatabase, xrKind: "XShop", composition: "" });
  });

  it.each([
    [
      "two kinds have a root of that name",
      mr({ name: "db", xrName: "shop-x1" }),
      [xr({ name: "shop-x1", kind: "XOther" })],
    ],
    [
      "a root of that name is cluster-scoped and another in the namespace",
      mr({ name: "db", namespace: "team-a", xrName: "shop-x1" }),
      [xr({ name: "shop-x1", namespace: "team-a" })],
    ],
    ["the only one of that name is not a root", mr({ name: "db", xrName: "shop-x1-db" }), []],
    [
      "the only one of that name is in another namespace",
      mr({ name: "db", xrName: "app" }),
      [xr({ name: "app", namespace: "team-a" })],
    ],
  ])("does not guess its root where %s", (_, row, others) => {
    expect(linkMRs([row], [...xrs, ...others])).toEqual([row]);
  });

  it("is not of an XR that merely has the name of its parent: a new XR of that name did not make it", () => {
    const orphan = mr({ name: "db", ...composedBy({ ...nested, uid: "the uid before" }), xrName: "gone" });
    expect(linkMRs([orphan], xrs)).toEqual([{ ...orphan, dangling: "parent" }]);
  });

  it("whose parent is gone is marked, unless that kind is not known or no XR composed it", () => {
    const orphan = mr({ name: "db", ...composedBy(nested, root) });
    expect(linkMRs([orphan], [])[0]?.dangling).toBe("parent");
    expect(linkMRs([orphan], [], () => false)[0]?.dangling).toBe("");
    expect(linkMRs([{ ...orphan, xrName: "" }], [])[0]?.dangling).toBe("");
  });

  it("whose parent is gone still has the claim of its root", () => {
    expect(linkMRs([mr({ name: "db", ...composedBy(nested, root) })], [root])[0]).toMatchObject({
      ...ofDatabase,
      dangling: "parent",
    });
  });

  it("gives up what it had from XRs that are gone", () => {
    const row = mr({ name: "db", ...composedBy(nested, root) });
    expect(linkMRs(linkMRs([row], xrs), [])).toEqual([{ ...row, dangling: "parent" }]);
  });
});

describe("namespaced XRs of Crossplane v2, and MRs of the parallel groups with the same kinds and names", () => {
  const legacyXR = xr({ name: "app", kind: "XApp", ownComposition: "legacy", ...claimedBy(database) });
  const appInA = xr({ name: "app", kind: "App", namespace: "team-a", ownComposition: "modern" });
  const appInB = xr({ name: "app", kind: "App", namespace: "team-b", ownComposition: "modern-b" });
  const bucket = { name: "app-bucket", kind: "Bucket", version: "v1beta1" };
  const mrs = [
    mr({ ...bucket, group: "s3.aws.example.org", ...composedBy(legacyXR) }),
    mr({ ...bucket, group: "s3.aws.m.example.org", namespace: "team-a", ...composedBy(appInA) }),
    mr({ ...bucket, group: "s3.aws.m.example.org", namespace: "team-b", ...composedBy(appInB) }),
  ];

  it("are linked each to its own", () => {
    const linked = linkMRs(mrs, linkXRs([appInB, legacyXR, appInA], [database]));
    expect(
      linked.map(({ group, namespace, composition, xrKind, claimName }) => [
        group,
        namespace,
        composition,
        xrKind,
        claimName,
      ]),
    ).toEqual([
      ["s3.aws.example.org", "", "legacy", "XApp", "orders"],
      ["s3.aws.m.example.org", "team-a", "modern", "App", ""],
      ["s3.aws.m.example.org", "team-b", "modern-b", "App", ""],
    ]);
  });
});
