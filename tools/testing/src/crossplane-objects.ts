import { createHash } from "node:crypto";
import type { RawObject } from "./raw-object.ts";

interface XrdSpec {
  readonly group: string;
  readonly names: Names;
  readonly claimNames?: Names;
  readonly scope?: "LegacyCluster" | "Cluster" | "Namespaced";
  readonly versions: readonly { readonly name: string; readonly served?: boolean; readonly referenceable?: boolean }[];
}

interface Names {
  readonly kind: string;
  readonly plural: string;
}

export const specOfXrd = (xrd: RawObject): XrdSpec => xrd.spec as unknown as XrdSpec;

/** The CRDs that Crossplane installs for an XRD: of the composite resource, and of the claim where there is one. */
export function crdsOfXrd(xrd: RawObject): readonly RawObject[] {
  const spec = specOfXrd(xrd);
  const composite = crd(spec, spec.names, spec.scope === "Namespaced" ? "Namespaced" : "Cluster", "composite");
  return spec.claimNames === undefined ? [composite] : [composite, crd(spec, spec.claimNames, "Namespaced", "claim")];
}

function crd({ group, versions }: XrdSpec, names: Names, scope: "Namespaced" | "Cluster", category: string): RawObject {
  // Crossplane stores the referenceable version; a server needs exactly one.
  const storage = versions.find(({ referenceable }) => referenceable === true) ?? versions[0];
  const served = versions.map(({ name, served = true }) => ({ name, served, storage: name === storage?.name }));
  return openCrd({ group, ...names, scope, categories: [category], versions: served });
}

export interface CrdParts extends Names {
  readonly group: string;
  readonly scope: "Namespaced" | "Cluster";
  readonly categories?: readonly string[];
  readonly versions: readonly { readonly name: string; readonly served: boolean; readonly storage: boolean }[];
}

/** A CRD that takes any object, and has the status subresource. */
export const openCrd = ({ group, kind, plural, scope, categories = [], versions }: CrdParts): RawObject => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List`, categories },
    scope,
    versions: versions.map((version) => ({ ...version, schema: anyObject, subresources: { status: {} } })),
  },
});

const anyObject = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };

/** The CRD without its schemas, for servers too old for them: 1.20 takes no default of `""`. */
export function withoutSchemas(crd: RawObject): RawObject {
  const { versions } = crd.spec as { readonly versions: readonly object[] };
  return { ...crd, spec: { ...crd.spec, versions: versions.map((version) => ({ ...version, schema: anyObject })) } };
}

/** The composite resource that Crossplane makes for a claim: its spec, the claim's labels, and the reference back. */
export function xrOfClaim(claim: RawObject, xrd: RawObject): RawObject {
  const { apiVersion, kind, metadata, spec } = claim;
  const { name, namespace = "default" } = metadata;
  return {
    apiVersion,
    kind: specOfXrd(xrd).names.kind,
    metadata: {
      name: `${name}-${suffix(`${apiVersion} ${kind} ${namespace} ${name}`)}`,
      labels: { "crossplane.io/claim-name": name, "crossplane.io/claim-namespace": namespace },
    },
    spec: { ...spec, claimRef: { apiVersion, kind, namespace, name } },
  };
}

/** Five letters as Crossplane appends them, but the same in each run. */
const suffix = (text: string): string =>
  createHash("sha256")
    .update(text)
    .digest("hex")
    .slice(0, 5)
    .replace(/\d/g, (digit) => "ghjklmnpqr"[Number(digit)] ?? "");

export const withResourceRef = (claim: RawObject, xr: RawObject): RawObject => ({
  ...claim,
  spec: { ...claim.spec, resourceRef: { apiVersion: xr.apiVersion, kind: xr.kind, name: xr.metadata.name } },
});

/** The conditions of a resource that Crossplane has reconciled. */
export const readyStatus = { conditions: [condition("Synced", "ReconcileSuccess"), condition("Ready", "Available")] };

function condition(type: string, reason: string) {
  return { type, status: "True", reason, lastTransitionTime: "2026-01-01T00:00:00Z" };
}
