import { describe, expect, it } from "vitest";
import { plainRow } from "../rows/make-row.ts";
import { emptyRow, type ResourceClass, type Row } from "../rows/row.ts";
import { read } from "../sample-types.ts";

/** What the row of an object holds besides what `emptyRow` does and the fields that name its type. */
function said(
  ofClass: ResourceClass,
  object: { readonly metadata?: object; readonly spec?: unknown; readonly status?: unknown },
) {
  const row = read(ofClass, { ...object, metadata: { name: "orders", ...object.metadata } }) ?? emptyRow;
  const typeFields = ["gvr", "group", "version", "kind", "name", "provider"];
  return Object.fromEntries(
    Object.entries(plainRow(row)).filter(
      ([key, value]) => !typeFields.includes(key) && value !== emptyRow[key as keyof Row],
    ),
  );
}

describe("a claim's row", () => {
  it.each([
    [
      "its XR",
      { spec: { resourceRef: { apiVersion: "data.example.org/v1", kind: "XDatabase", name: "orders-7k2xp" } } },
      { xrName: "orders-7k2xp", xrGroup: "data.example.org", xrKind: "XDatabase" },
    ],
    [
      "its composition, revision and update policy",
      {
        spec: {
          compositionRef: { name: "postgres" },
          compositionRevisionRef: { name: "postgres-1a2b" },
          compositionUpdatePolicy: "Manual",
        },
      },
      {
        composition: "postgres",
        ownComposition: "postgres",
        compositionRevision: "postgres-1a2b",
        compositionUpdatePolicy: "Manual",
      },
    ],
    [
      "the composition of its label where the spec has none",
      { metadata: { labels: { "crossplane.io/composition-name": "labelled" } } },
      { composition: "labelled", ownComposition: "labelled" },
    ],
    [
      "the composition of its spec rather than that of its label",
      {
        metadata: { labels: { "crossplane.io/composition-name": "labelled" } },
        spec: { compositionRef: { name: "postgres" } },
      },
      { composition: "postgres", ownComposition: "postgres" },
    ],
    ["nothing of a reference without a name", { spec: { resourceRef: { name: 42 } } }, {}],
    [
      "nothing of a reference that is a text",
      { spec: { resourceRef: "orders-7k2xp", compositionRef: "postgres" } },
      {},
    ],
    ["nothing of an MR's fields", { spec: { providerConfigRef: { name: "default" } } }, {}],
  ])("holds %s", (_, object, fields) => {
    expect(said("claim", object)).toEqual(fields);
  });
});

const parentRef = {
  apiVersion: "apps.example.org/v1",
  kind: "XApp",
  name: "shop-x1",
  uid: "uid-of-shop",
  controller: true,
};
const parent = { parentUid: "uid-of-shop", parentGroup: "apps.example.org", parentKind: "XApp", parentName: "shop-x1" };
const claimLabels = { "crossplane.io/claim-name": "orders", "crossplane.io/claim-namespace": "team-a" };
const labelledClaim = {
  claimName: "orders",
  claimNamespace: "team-a",
  ownClaimName: "orders",
  ownClaimNamespace: "team-a",
};

describe("an XR's row", () => {
  it.each([
    [
      "a legacy XR's claim and composition, from spec",
      {
        spec: {
          claimRef: { apiVersion: "data.example.org/v1", kind: "Database", namespace: "team-a", name: "orders" },
          compositionRef: { name: "postgres" },
          compositionRevisionRef: { name: "postgres-1a2b" },
          compositionUpdatePolicy: "Automatic",
        },
      },
      {
        ...labelledClaim,
        claimKind: "Database",
        ownClaimKind: "Database",
        composition: "postgres",
        ownComposition: "postgres",
        compositionRevision: "postgres-1a2b",
        compositionUpdatePolicy: "Automatic",
      },
    ],
    [
      "a modern XR's composition, from spec.crossplane",
      {
        metadata: { namespace: "team-a" },
        spec: {
          compositionRef: { name: "a parameter of the platform" },
          crossplane: {
            compositionRef: { name: "postgres" },
            compositionRevisionRef: { name: "postgres-1a2b" },
            compositionUpdatePolicy: "Automatic",
          },
        },
      },
      {
        namespace: "team-a",
        composition: "postgres",
        ownComposition: "postgres",
        compositionRevision: "postgres-1a2b",
        compositionUpdatePolicy: "Automatic",
      },
    ],
    [
      "nothing that the platform's own API calls as Crossplane does, of a namespaced XR",
      {
        metadata: { namespace: "team-a" },
        spec: {
          claimRef: { kind: "PersistentVolumeClaim", name: "data" },
          compositionRef: { name: "a parameter of the platform" },
          compositionUpdatePolicy: "Sometimes",
        },
      },
      { namespace: "team-a" },
    ],
    [
      "nor of a modern cluster-scoped one",
      { spec: { claimRef: { kind: "PersistentVolumeClaim", name: "data" }, crossplane: {} } },
      {},
    ],
    ["the claim of its labels where there is no claimRef", { metadata: { labels: claimLabels } }, labelledClaim],
    [
      "the claim of its claimRef rather than that of its labels",
      {
        metadata: { labels: claimLabels },
        spec: { claimRef: { kind: "Database", namespace: "team-b", name: "invoices" } },
      },
      {
        claimName: "invoices",
        claimNamespace: "team-b",
        claimKind: "Database",
        ownClaimName: "invoices",
        ownClaimNamespace: "team-b",
        ownClaimKind: "Database",
      },
    ],
    [
      "the parent and the root of a nested XR",
      { metadata: { labels: { "crossplane.io/composite": "shop-x1" }, ownerReferences: [parentRef] } },
      { ...parent, xrName: "shop-x1" },
    ],
    [
      "no root for a root XR, whose label names itself",
      { metadata: { labels: { "crossplane.io/composite": "orders" } } },
      {},
    ],
    [
      "no parent for an owner that is not the controller",
      {
        metadata: {
          ownerReferences: [
            { ...parentRef, controller: false },
            { ...parentRef, controller: undefined },
          ],
        },
      },
      {},
    ],
  ])("holds %s", (_, object, fields) => {
    expect(said("composite", object)).toEqual(fields);
  });
});

describe("an MR's row", () => {
  it.each([
    [
      "parent, root and claim of a composed MR",
      {
        metadata: {
          labels: { ...claimLabels, "crossplane.io/composite": "root-x1" },
          ownerReferences: [null, parentRef],
        },
      },
      { ...parent, ...labelledClaim, xrName: "root-x1" },
    ],
    [
      "a cluster-scoped MR's provider config, external name and policies",
      {
        metadata: { annotations: { "crossplane.io/external-name": "arn:aws:rds:::orders" } },
        spec: { providerConfigRef: { name: "default" }, managementPolicies: ["Observe", "Create"] },
      },
      { providerConfig: "default", externalName: "arn:aws:rds:::orders", managementPolicies: "Observe,Create" },
    ],
    [
      "a namespaced MR's provider config with its kind",
      {
        metadata: { namespace: "team-a" },
        spec: { providerConfigRef: { kind: "ClusterProviderConfig", name: "default" } },
      },
      { namespace: "team-a", providerConfig: "default", providerConfigKind: "ClusterProviderConfig" },
    ],
    ["no policies where one is not a text", { spec: { managementPolicies: ["Observe", 5] } }, {}],
    ["no policies where they are a text", { spec: { managementPolicies: "Observe" } }, {}],
    ["nothing of a claimRef, which only XRs have", { spec: { claimRef: { kind: "Database", name: "orders" } } }, {}],
  ])("holds %s", (_, object, fields) => {
    expect(said("managed", object)).toEqual(fields);
  });

  it("has the provider of its type", () => {
    expect(read("managed", { metadata: { name: "a" } })?.provider).toBe("provider-aws-rds");
  });
});
