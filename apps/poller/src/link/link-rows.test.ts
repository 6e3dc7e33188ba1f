import { emptyRow, gvrOf } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { memoryStore } from "@xp-tracker/store";
import { describe, expect, it } from "vitest";
import type { ClusterReader } from "../read/cluster-reader.ts";
import { linkRows, noLinks } from "./link-rows.ts";
import type { Links } from "./link-rows.ts";

const group = "acme.example";
const gvrs = {
  claim: gvrOf({ group, version: "v1", resource: "databases" }),
  composite: gvrOf({ group, version: "v1", resource: "xdatabases" }),
  managed: gvrOf({ group, version: "v1", resource: "buckets" }),
} as const;

const rowOf = (name: ResourceClass, fields: Partial<Row>): Row => ({
  ...emptyRow,
  gvr: gvrs[name],
  group,
  version: "v1",
  ...fields,
});

const xr = { parentUid: "xr", parentGroup: group, parentKind: "XDatabase", parentName: "orders", xrName: "orders" };

/** A claim, its XR and what that composed; the claim's annotation and the XR's composition are found by the others. */
const family: Readonly<Record<ResourceClass, Row>> = {
  claim: rowOf("claim", {
    kind: "Database",
    namespace: "shop",
    name: "orders",
    uid: "claim",
    ownTeam: "checkout",
    xrGroup: group,
    xrKind: "XDatabase",
    xrName: "orders",
  }),
  composite: rowOf("composite", { kind: "XDatabase", name: "orders", uid: "xr", ownComposition: "postgres" }),
  managed: rowOf("managed", { kind: "Bucket", name: "orders-backup", uid: "mr", ...xr }),
};

const classes = ["claim", "composite", "managed"] as const;

const readingsOf = (rows: Readonly<Record<ResourceClass, Row>>) =>
  classes.map((name) => ({ ok: true, gvr: gvrs[name], class: name, items: [rows[name]] }) as const);

const withoutOwners = {
  coverage: { types: [], sources: [], namespaces: undefined, isDiscoveryComplete: true },
  owners: [],
};

function linker() {
  const store = memoryStore({ cluster: "" });
  let links: Links = noLinks;
  return {
    link: (rows: Readonly<Record<ResourceClass, Row>>, linkedWith: Parameters<typeof linkRows>[2] = withoutOwners) => {
      links = linkRows({ reader: {} as ClusterReader, store }, readingsOf(rows), linkedWith, links);
      return [...store.snapshotClaims(), ...store.snapshotXRs(), ...store.snapshotMRs()];
    },
  };
}

const otherValue = (value: Row[keyof Row]): Row[keyof Row] =>
  typeof value === "string" ? `${value}-other` : typeof value === "number" ? (value === 0 ? 1 : 0) : !value;

describe("rows that change", () => {
  it("are linked: what the XR and the claim say reaches the others", () => {
    const [claim, , mr] = linker().link(family);
    expect(claim).toMatchObject({ composition: "postgres", team: "checkout" });
    expect(mr).toMatchObject({
      claimName: "orders",
      claimNamespace: "shop",
      team: "checkout",
      composition: "postgres",
    });
  });

  // Of a field that took part in linkage and was taken for one that does not, the second way would show the old outcome.
  const fields = Object.keys(emptyRow).filter((field) => field !== "gvr") as (keyof Row)[];
  it.each(classes.flatMap((name) => fields.map((field) => ({ name, field }))))(
    "link the same after a change of $field of the $name as from the beginning",
    ({ name, field }) => {
      const changed = { ...family, [name]: { ...family[name], [field]: otherValue(family[name][field]) } };
      const stepByStep = linker();
      stepByStep.link(family);
      expect(stepByStep.link(changed)).toEqual(linker().link(changed));
    },
  );

  it("keep what linkage found, as the same objects, while conditions alone change", () => {
    const { link } = linker();
    const [, , mr] = link(family);
    const [claim, , sameMr] = link({ ...family, claim: { ...family.claim, ready: 1, readyReason: "Available" } });
    expect(claim).toMatchObject({ ready: 1, composition: "postgres", team: "checkout" });
    expect(sameMr).toEqual(mr);
  });

  it("leave what they no longer name", () => {
    const { link } = linker();
    const claimRef = { ownClaimKind: "Database", ownClaimNamespace: "shop", ownClaimName: "orders" };
    const claim = { ...family.claim, xrName: "", xrKind: "" };
    const named = { ...family, claim, composite: { ...family.composite, ...claimRef } };
    expect(link(named)[0]).toMatchObject({ composition: "postgres" });
    const other = { ...named, composite: { ...named.composite, ownClaimName: "invoices" } };
    expect(link(other)[0]).toMatchObject({ composition: "" });

    expect(link(family)[1]).toMatchObject({ claimName: "orders" });
    expect(link({ ...family, claim: { ...family.claim, xrName: "other" } })[1]).toMatchObject({ claimName: "" });
  });

  it("are linked anew when a namespace names another owner", () => {
    const { link } = linker();
    link(family);
    const [claim] = link(family, { ...withoutOwners, owners: [["shop", { creator: "ada", team: "" }]] });
    expect(claim).toMatchObject({ creator: "ada", team: "checkout" });
  });

  it("are linked anew when it becomes known that an XR is gone", () => {
    const { link } = linker();
    const orphan = { ...family, claim: { ...family.claim, xrName: "gone" } };
    const isDiscoveryComplete = false;
    const incomplete = { ...withoutOwners, coverage: { ...withoutOwners.coverage, isDiscoveryComplete } };
    expect(link(orphan, incomplete)[0]).toMatchObject({ dangling: "" });
    expect(link(orphan)[0]).toMatchObject({ dangling: "xr" });
  });
});
