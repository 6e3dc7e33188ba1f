import type { RawMetadata, RawObject } from "@xp-tracker/testing";

/** A type of composite or managed resources, as its definition gives it. */
export interface Type {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly version?: string;
  readonly namespaced?: boolean;
}

export const apiVersionOf = ({ group, version = "v1" }: Type): string => `${group}/${version}`;

const namesOf = ({ kind, plural }: Pick<Type, "kind" | "plural">) => ({ kind, plural, singular: kind.toLowerCase() });
const schema = { openAPIV3Schema: { type: "object" } };

export interface XrdOptions {
  readonly claim?: Pick<Type, "kind" | "plural">;
  /** Left out, as before Crossplane 2. */
  readonly scope?: "LegacyCluster" | "Cluster" | "Namespaced";
}

export const xrd = (type: Type, { claim, scope }: XrdOptions = {}): RawObject => ({
  apiVersion: "apiextensions.crossplane.io/v1",
  kind: "CompositeResourceDefinition",
  metadata: { name: `${type.plural}.${type.group}` },
  spec: {
    group: type.group,
    names: namesOf(type),
    ...(claim === undefined ? {} : { claimNames: namesOf(claim) }),
    ...(scope === undefined ? {} : { scope }),
    versions: [{ name: type.version ?? "v1", served: true, referenceable: true, schema }],
  },
});

const storedVersion = (type: Type) => ({ name: type.version ?? "v1", served: true, storage: true, schema });
const scopeOf = (type: Type) => (type.namespaced === true ? "Namespaced" : "Cluster");

/** An active MRD as a provider's package establishes it: the revision is the controller, the Provider a second owner. */
export const mrd = (type: Type, provider: string): RawObject => ({
  apiVersion: "apiextensions.crossplane.io/v1alpha1",
  kind: "ManagedResourceDefinition",
  metadata: {
    name: `${type.plural}.${type.group}`,
    ownerReferences: [
      packageOwner("ProviderRevision", `${provider}-0a1b2c`, true),
      packageOwner("Provider", provider, false),
    ],
  },
  spec: {
    group: type.group,
    names: { ...namesOf(type), categories: ["crossplane", "managed"] },
    scope: scopeOf(type),
    state: "Active",
    versions: [storedVersion(type)],
  },
});

const packageOwner = (kind: string, name: string, controller: boolean) => ({
  apiVersion: "pkg.crossplane.io/v1",
  kind,
  name,
  uid: `uid of ${kind} ${name}`,
  controller,
});

/** What a provider's package establishes where there are no MRDs. */
export const managedCrd = (type: Type): RawObject => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: `${type.plural}.${type.group}` },
  spec: {
    group: type.group,
    names: { ...namesOf(type), listKind: `${type.kind}List`, categories: ["crossplane", "managed"] },
    scope: scopeOf(type),
    versions: [storedVersion(type)],
  },
});

export const namespace = (name: string, annotations: Readonly<Record<string, string>> = {}): RawObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, annotations },
});

type Status = "True" | "False" | "Unknown";

export interface Conditions {
  readonly ready?: Status;
  readonly readyReason?: string;
  readonly synced?: Status;
  readonly since?: string;
}

/** The `status` of a claim, XR or MR; ready and synced unless it is said otherwise. */
function status({ ready = "True", readyReason, synced = "True", since = "2026-01-01T00:00:00Z" }: Conditions = {}) {
  const condition = (type: string, value: Status, reason: string) => ({
    type,
    status: value,
    reason,
    lastTransitionTime: since,
  });
  return {
    conditions: [
      condition("Synced", synced, synced === "True" ? "ReconcileSuccess" : "ReconcileError"),
      condition("Ready", ready, readyReason ?? (ready === "True" ? "Available" : "Creating")),
    ],
  };
}

/** An object with a uid of its own, so that it is taken as it is: nothing is composed for it. */
export function object(
  type: Type,
  metadata: RawMetadata,
  spec: Readonly<Record<string, unknown>> = {},
  conditions: Conditions = {},
): RawObject {
  const uid = `uid of ${type.kind}.${type.group} ${metadata.namespace ?? ""}/${metadata.name}`;
  return {
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    metadata: { uid, ...metadata },
    spec,
    status: status(conditions),
  };
}

/** The metadata of what `parent` composes: the owner reference, and the labels that it hands down. */
export function composedBy(parent: RawObject, name: string): RawMetadata {
  const { apiVersion, kind, metadata } = parent;
  const labels = metadata.labels ?? {};
  return {
    name,
    ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
    labels: { "crossplane.io/composite": metadata.name, ...labels },
    ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? "", controller: true }],
  };
}

/** Labels of an XR that was made for a claim. */
export const claimLabels = ({ metadata }: RawObject, xrName: string) => ({
  "crossplane.io/claim-name": metadata.name,
  "crossplane.io/claim-namespace": metadata.namespace ?? "",
  "crossplane.io/composite": xrName,
});

export const refTo = ({ apiVersion, kind, metadata }: RawObject) => ({
  apiVersion,
  kind,
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  name: metadata.name,
});

export const compositionRevision = (composition: string, name: string, revision: number): RawObject => ({
  apiVersion: "apiextensions.crossplane.io/v1",
  kind: "CompositionRevision",
  metadata: { name, labels: { "crossplane.io/composition-name": composition } },
  spec: { revision, mode: "Pipeline" },
});

export const provider = (name: string, healthy: boolean): RawObject => ({
  apiVersion: "pkg.crossplane.io/v1",
  kind: "Provider",
  metadata: { name },
  spec: { package: `xpkg.example/${name}:v1.0.0` },
  status: {
    currentRevision: `${name}-0a1b2c`,
    conditions: [
      { type: "Installed", status: "True", reason: "ActivePackageRevision" },
      healthy
        ? { type: "Healthy", status: "True", reason: "HealthyPackageRevision" }
        : { type: "Healthy", status: "False", reason: "UnhealthyPackageRevision" },
    ],
  },
});
