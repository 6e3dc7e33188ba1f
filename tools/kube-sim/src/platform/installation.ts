import { namespaceOf } from "../cluster/bulk-load.ts";
import { crdOf } from "../cluster/core-types.ts";
import type { KubeObject, OwnerReference } from "../cluster/kube-object.ts";
import type { KubeRandom } from "../cluster/random.ts";
import {
  annotationKeys,
  apiVersionOf,
  compositeKinds,
  creators,
  inactiveKind,
  managedKinds,
  stages,
  teams,
} from "./catalog.ts";
import type { CompositeKind, ManagedKind } from "./catalog.ts";
import { condition } from "./conditions.ts";

const PACKAGE_VERSION = "v1.14.0";

const packages: readonly { readonly kind: "Provider" | "Function" | "Configuration"; readonly name: string }[] = [
  ...[...new Set([...managedKinds, inactiveKind].map(({ provider }) => provider))].map((name) => ({
    kind: "Provider" as const,
    name,
  })),
  { kind: "Function", name: "function-auto-ready" },
  { kind: "Function", name: "function-patch-and-transform" },
  { kind: "Configuration", name: "platform-configuration" },
];

const owner = (apiVersion: string, kind: string, name: string, uid: string, controller: boolean): OwnerReference => ({
  apiVersion,
  blockOwnerDeletion: true,
  controller,
  kind,
  name,
  uid,
});

/** A package's name, and its revision's: Crossplane ends them with part of the image's digest. */
const revisionName = (name: string): string => `${name}-0a1b2c3d4e5f`;

/** A package with both its conditions, healthy or not. */
export function packageOf(
  kind: "Provider" | "Function" | "Configuration",
  name: string,
  uid: string | undefined,
  since: number,
  healthy: boolean,
): KubeObject {
  const image = `xpkg.platform.example/${name}:${PACKAGE_VERSION}`;
  const health = healthy
    ? condition("Healthy", "True", "HealthyPackageRevision", since)
    : condition("Healthy", "False", "UnhealthyPackageRevision", since, {
        message: "post establish runtime hook failed for package: deployment is unavailable",
      });
  return {
    apiVersion: "pkg.crossplane.io/v1",
    kind,
    metadata: { name, uid },
    spec: {
      ignoreCrossplaneConstraints: false,
      package: image,
      packagePullPolicy: "IfNotPresent",
      revisionActivationPolicy: "Automatic",
      revisionHistoryLimit: 1,
      skipDependencyResolution: false,
    },
    status: {
      conditions: [condition("Installed", "True", "ActivePackageRevision", since), health],
      currentIdentifier: image,
      currentRevision: revisionName(name),
      resolvedPackage: image,
    },
  };
}

function xrdOf(kind: CompositeKind, mrds: boolean): KubeObject {
  const names = { kind: kind.kind, plural: kind.plural, singular: kind.kind.toLowerCase() };
  return {
    apiVersion: "apiextensions.crossplane.io/v1",
    kind: "CompositeResourceDefinition",
    metadata: { name: `${kind.plural}.${kind.group}` },
    spec: {
      ...(kind.claim === undefined ? {} : { claimNames: kind.claim }),
      group: kind.group,
      names,
      ...(mrds ? { scope: kind.scope } : {}),
      versions: [
        { name: kind.version, referenceable: true, schema: { openAPIV3Schema: { type: "object" } }, served: true },
      ],
    },
  };
}

function compositionsOf(kind: CompositeKind, random: KubeRandom): readonly KubeObject[] {
  const apiVersion = "apiextensions.crossplane.io/v1";
  const spec = {
    compositeTypeRef: { apiVersion: apiVersionOf(kind), kind: kind.kind },
    mode: "Pipeline",
    pipeline: [
      { functionRef: { name: "function-patch-and-transform" }, step: "compose" },
      { functionRef: { name: "function-auto-ready" }, step: "ready" },
    ],
  };
  return kind.compositions.flatMap((name) => {
    const uid = random.uuid();
    const revision = {
      name: `${name}-1`,
      labels: { "crossplane.io/composition-name": name },
      ownerReferences: [owner(apiVersion, "Composition", name, uid, true)],
    };
    return [
      { apiVersion, kind: "Composition", metadata: { name, uid }, spec },
      { apiVersion, kind: "CompositionRevision", metadata: revision, spec: { ...spec, revision: 1 } },
    ];
  });
}

/** The definition of a managed resource, as its provider's package establishes it: an MRD, or a CRD before there were any. */
function definitionOf(
  kind: ManagedKind,
  state: "Active" | "Inactive",
  owners: readonly OwnerReference[],
  mrds: boolean,
  nowMs: number,
): readonly KubeObject[] {
  const { group, kind: name, plural, namespaced, version } = kind;
  const scope = namespaced ? "Namespaced" : "Cluster";
  const versions = [{ name: version, served: true, storage: true }];
  if (!mrds) {
    const categories = ["crossplane", "managed"];
    return namespaced
      ? []
      : [crdOf({ group, kind: name, plural, scope, versions, categories, ownerReferences: owners }, nowMs)];
  }
  return [
    {
      apiVersion: "apiextensions.crossplane.io/v1alpha1",
      kind: "ManagedResourceDefinition",
      metadata: { name: `${plural}.${group}`, ownerReferences: owners },
      spec: {
        group,
        names: {
          categories: ["crossplane", "managed"],
          kind: name,
          listKind: `${name}List`,
          plural,
          singular: name.toLowerCase(),
        },
        scope,
        state,
        versions: versions.map((each) => ({ ...each, schema: { openAPIV3Schema: { type: "object" } } })),
      },
    },
  ];
}

/** Everything of the platform but what its users asked for: packages, definitions, compositions, namespaces. */
export function installation(mrds: boolean, nowMs: number, random: KubeRandom): readonly KubeObject[] {
  const since = Math.floor(nowMs / 1_000) - 90 * 24 * 3_600;
  const uids = new Map(packages.map(({ name }) => [name, { own: random.uuid(), revision: random.uuid() }]));
  const owners = (provider: string): readonly OwnerReference[] => {
    const { own, revision } = uids.get(provider) ?? { own: "", revision: "" };
    const apiVersion = "pkg.crossplane.io/v1";
    return [
      owner(apiVersion, "ProviderRevision", revisionName(provider), revision, true),
      owner(apiVersion, "Provider", provider, own, false),
    ];
  };
  const revisions = packages.map(({ kind, name }): KubeObject => {
    const { own, revision } = uids.get(name) ?? { own: "", revision: "" };
    const ownerReferences = [owner("pkg.crossplane.io/v1", kind, name, own, true)];
    return {
      apiVersion: "pkg.crossplane.io/v1",
      kind: `${kind}Revision`,
      metadata: {
        name: revisionName(name),
        uid: revision,
        labels: { "pkg.crossplane.io/package": name },
        ownerReferences,
      },
      spec: { desiredState: "Active", image: `xpkg.platform.example/${name}:${PACKAGE_VERSION}`, revision: 1 },
      status: { conditions: [condition("Healthy", "True", "HealthyPackageRevision", since)] },
    };
  });
  const namespaces = teams.flatMap((team) =>
    stages.map((stage) => {
      const namespace = namespaceOf(`${team}-${stage}`, {
        "platform.example/stage": stage,
        [annotationKeys.team]: team,
      });
      const annotations = { [annotationKeys.creator]: `${creators[0]}@platform.example`, [annotationKeys.team]: team };
      return { ...namespace, metadata: { ...namespace.metadata, annotations } };
    }),
  );
  const kinds = compositeKinds.filter(({ scope }) => mrds || scope === "LegacyCluster");
  return [
    ...packages.map(({ kind, name }) => packageOf(kind, name, uids.get(name)?.own, since, true)),
    ...revisions,
    ...kinds.map((kind) => xrdOf(kind, mrds)),
    ...kinds.flatMap((kind) => compositionsOf(kind, random)),
    ...managedKinds.flatMap((kind) => definitionOf(kind, "Active", owners(kind.provider), mrds, nowMs)),
    ...definitionOf(inactiveKind, "Inactive", owners(inactiveKind.provider), mrds, nowMs),
    ...namespaces,
  ];
}
