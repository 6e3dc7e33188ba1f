import { crdsOfXrd, openCrd, type CrdParts } from "./crossplane-objects.ts";
import type { RawObject } from "./raw-object.ts";

/** The types that Crossplane brings, without their schemas, so that malformed definitions can be stored, too. */
export const xrdCrd = crossplaneCrd("CompositeResourceDefinition", "v1");
export const mrdCrd = crossplaneCrd("ManagedResourceDefinition", "v1alpha1");

function crossplaneCrd(kind: string, version: string): RawObject {
  const versions = [{ name: version, served: true, storage: true }];
  const group = "apiextensions.crossplane.io";
  return openCrd({ group, kind, plural: `${kind.toLowerCase()}s`, scope: "Cluster", versions });
}

const xrd = (group: string, plural: string, spec: object): RawObject => ({
  apiVersion: "apiextensions.crossplane.io/v1",
  kind: "CompositeResourceDefinition",
  metadata: { name: `${plural}.${group}` },
  spec: { group, ...spec },
});

const version = (name: string, referenceable = true) => ({
  name,
  served: true,
  referenceable,
  schema: { openAPIV3Schema: { type: "object" } },
});

/** One with claims and two versions, and one of Crossplane 2 whose XRs are namespaced. */
const xrds: readonly RawObject[] = [
  xrd("data.acme.example", "xdatabases", {
    names: { kind: "XDatabase", plural: "xdatabases" },
    claimNames: { kind: "Database", plural: "databases" },
    versions: [version("v1alpha1", false), version("v1beta1")],
  }),
  xrd("ops.acme.example", "runbooks", {
    scope: "Namespaced",
    names: { kind: "Runbook", plural: "runbooks" },
    versions: [version("v1")],
  }),
];

/** Nothing of it can be served. */
const brokenXrd = xrd("acme.example", "broken", { names: { kind: "Broken", plural: "broken" }, versions: [] });

const crd = (
  group: string,
  kind: string,
  scope: CrdParts["scope"],
  categories: readonly string[],
  ...names: string[]
) => {
  const versions = names.map((name, index) => ({ name, served: true, storage: index === 0 }));
  return openCrd({ group, kind, plural: `${kind.toLowerCase()}s`, scope, categories, versions });
};

const crds: readonly RawObject[] = [
  crd("storage.cloud.example", "Bucket", "Cluster", ["crossplane", "managed"], "v1beta1"),
  // v1 is the group's preferred version, though v1beta1 is the stored one.
  crd("compute.cloud.example", "Instance", "Namespaced", ["managed"], "v1beta1", "v1"),
  crd("plain.example", "Request", "Namespaced", [], "v1"),
  crd("plain.example", "Machine", "Cluster", ["infrastructure"], "v1"),
];

const namespace = (name: string): RawObject => ({ apiVersion: "v1", kind: "Namespace", metadata: { name } });

const apiVersion = "data.acme.example/v1beta1";

/** 14 claims, some of which share a name across namespaces. */
export const sampleClaims: readonly RawObject[] = ["team-a", "team-b"].flatMap((space) =>
  Array.from({ length: 7 }, (_, index) => ({
    apiVersion,
    kind: "Database",
    metadata: { name: `db-${index}`, namespace: space, labels: { tier: index % 3 === 0 ? "gold" : "silver" } },
    spec: {},
  })),
);

const xrs: readonly RawObject[] = ["orders", "invoices"].map((name) => ({
  apiVersion,
  kind: "XDatabase",
  metadata: { name },
  spec: {},
}));

/** Definitions, the types behind them, and objects: what {@link loadObjects} needs besides Crossplane's own types. */
export const samplePlatform: readonly RawObject[] = [
  namespace("team-a"),
  namespace("team-b"),
  namespace("team-without-objects"),
  ...crds,
  ...xrds.flatMap(crdsOfXrd),
  ...xrds,
  brokenXrd,
  ...sampleClaims,
  ...xrs,
];

const mrd = (group: string, kind: string, state: string): RawObject => ({
  apiVersion: "apiextensions.crossplane.io/v1alpha1",
  kind: "ManagedResourceDefinition",
  metadata: {
    name: `${kind.toLowerCase()}s.${group}`,
    ownerReferences: [
      { apiVersion: "pkg.crossplane.io/v1", kind: "Provider", name: "provider-storage", uid: "no-uid" },
    ],
  },
  spec: {
    group,
    state,
    names: { kind, plural: `${kind.toLowerCase()}s` },
    scope: "Cluster",
    versions: [{ name: "v1beta1", served: true, storage: true }],
  },
});

/** An active one, and one whose type is not installed. */
export const sampleMrds: readonly RawObject[] = [
  mrd("storage.cloud.example", "Bucket", "Active"),
  mrd("legacy.cloud.example", "Widget", "Inactive"),
];
