import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DiscoveredType } from "./discovered-type.ts";
import { gvrOf } from "./gvr.ts";
import { interner } from "./interner.ts";
import { emptyRow, resourceClasses, type ResourceClass, type Row } from "./row.ts";
import { rowReader } from "./row-reader.ts";

const settings = {
  creatorAnnotationKey: "example.org/created-by",
  teamAnnotationKey: "example.org/team",
  compositionLabelKey: "crossplane.io/composition-name",
  compositeLabelKey: "crossplane.io/composite",
};

const types: Readonly<Record<ResourceClass, DiscoveredType>> = {
  claim: {
    gvr: gvrOf({ group: "data.example.org", version: "v1", resource: "databases" }),
    class: "claim",
    kind: "Database",
    namespaced: true,
    provider: "",
    definition: "xdatabases.data.example.org",
  },
  composite: {
    gvr: gvrOf({ group: "data.example.org", version: "v1", resource: "xdatabases" }),
    class: "composite",
    kind: "XDatabase",
    namespaced: false,
    provider: "",
    definition: "xdatabases.data.example.org",
  },
  managed: {
    gvr: gvrOf({ group: "rds.aws.example.org", version: "v1beta1", resource: "instances" }),
    class: "managed",
    kind: "Instance",
    namespaced: false,
    provider: "provider-aws-rds",
    definition: "instances.rds.aws.example.org",
  },
};

const read = (ofClass: ResourceClass, object: unknown) => rowReader(types[ofClass], settings, interner())(object);

/** What the row of an object holds besides what `emptyRow` does and the fields that name its type. */
function said(
  ofClass: ResourceClass,
  object: { readonly metadata?: object; readonly spec?: unknown; readonly status?: unknown },
) {
  const row = read(ofClass, { ...object, metadata: { name: "orders", ...object.metadata } }) ?? emptyRow;
  const typeFields = ["gvr", "group", "version", "kind", "name", "provider"];
  return Object.fromEntries(
    Object.entries(row).filter(([key, value]) => !typeFields.includes(key) && value !== emptyRow[key as keyof Row]),
  );
}

describe("a row", () => {
  it("holds what every object has", () => {
    const object = {
      apiVersion: "data.example.org/v1",
      kind: "Database",
      metadata: {
        name: "orders",
        namespace: "team-a",
        uid: "5c0f3f44",
        generation: 4,
        creationTimestamp: "2026-11-22T13:12:27Z",
        deletionTimestamp: "2026-11-22T13:12:28Z",
        annotations: { "example.org/created-by": "ann@example.org", "example.org/team": "a" },
      },
      status: {
        conditions: [
          { type: "Synced", status: "True", reason: "ReconcileSuccess", lastTransitionTime: "2026-11-22T13:12:29Z" },
          {
            type: "Ready",
            status: "False",
            reason: "Waiting",
            lastTransitionTime: "2026-11-22T13:12:30Z",
            observedGeneration: 3,
          },
        ],
      },
    };
    expect(read("claim", object)).toEqual({
      ...emptyRow,
      gvr: "data.example.org/v1/databases",
      group: "data.example.org",
      version: "v1",
      kind: "Database",
      namespace: "team-a",
      name: "orders",
      uid: "5c0f3f44",
      creator: "ann@example.org",
      ownCreator: "ann@example.org",
      team: "a",
      ownTeam: "a",
      ready: 0,
      readyReason: "Waiting",
      readySince: 1795353150,
      synced: 1,
      syncedReason: "ReconcileSuccess",
      syncedSince: 1795353149,
      generation: 4,
      observedGeneration: 3,
      createdAt: 1795353147,
      deletedAt: 1795353148,
    });
  });

  it("is of the type that was listed, whatever version and kind the object gives", () => {
    const object = { apiVersion: "data.example.org/v1alpha1", kind: "OldDatabase", metadata: { name: "orders" } };
    expect(read("claim", object)).toMatchObject({ gvr: types.claim.gvr, version: "v1", kind: "OldDatabase" });
    expect(read("claim", { metadata: { name: "orders" } })).toMatchObject({ kind: "Database" });
  });

  it.each([
    null,
    undefined,
    7,
    "text",
    [],
    {},
    { metadata: {} },
    { metadata: { name: "" } },
    { metadata: { name: 5 } },
  ])("cannot be made of %j", (object) => {
    expect(read("managed", object)).toBeUndefined();
  });

  it.each([
    ["true", true],
    ["True", false],
    [" true", false],
    ["yes", false],
    ["", false],
    [true, false],
  ])("of an object that is annotated paused: %j has paused %j, as Crossplane sees it", (annotation, paused) => {
    expect(
      read("managed", { metadata: { name: "a", annotations: { "crossplane.io/paused": annotation } } }),
    ).toMatchObject({ paused });
  });

  it("takes the observed generation from Synced where Ready does not say", () => {
    const conditions = [{ type: "Ready" }, { type: "Synced", observedGeneration: 2 }];
    expect(said("composite", { status: { conditions } })).toEqual({ observedGeneration: 2 });
  });
});

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

describe("any object", () => {
  const keys = [
    "metadata",
    "spec",
    "status",
    "labels",
    "annotations",
    "name",
    "conditions",
    "ownerReferences",
    "resourceRef",
  ];
  const anyKey = fc.oneof(fc.constantFrom(...keys, "__proto__", "constructor"), fc.string());
  const { anything } = fc.letrec((tie) => ({
    anything: fc.oneof(
      { maxDepth: 6 },
      fc.jsonValue(),
      fc.dictionary(anyKey, tie("anything")),
      fc.array(tie("anything")),
    ),
  }));
  const named = fc
    .record({ metadata: fc.dictionary(anyKey, anything), spec: anything, status: anything })
    .map((object) => ({ ...object, metadata: { ...object.metadata, name: "orders" } }));

  it("never throws, and gives all fields in one order and of one type", () => {
    fc.assert(
      fc.property(fc.constantFrom(...resourceClasses), fc.oneof(anything, named), (ofClass, object) => {
        const row = read(ofClass, object);
        if (row === undefined) return;
        expect(Object.keys(row)).toEqual(Object.keys(emptyRow));
        expect(Object.values(row).map((value) => typeof value)).toEqual(
          Object.values(emptyRow).map((value) => typeof value),
        );
      }),
    );
  });
});
