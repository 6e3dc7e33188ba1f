import { kubeTime } from "../cluster/kube-object.ts";
import type { Json, JsonObject, KubeObject, Metadata } from "../cluster/kube-object.ts";
import { annotationKeys, apiVersionOf } from "./catalog.ts";
import { claimConditions, compositeConditions, managedConditions, pausedPart } from "./conditions.ts";
import type { Composed, Tree } from "./tree.ts";

export interface RenderOptions {
  /** What a real server adds to every object; undefined leaves it out. */
  readonly managedFields: Json | undefined;
}

const FINALIZERS = {
  claim: "finalizer.apiextensions.crossplane.io",
  composite: "composite.apiextensions.crossplane.io",
  managed: "finalizer.managedresource.crossplane.io",
} as const;

const time = (seconds: number): string => kubeTime(seconds * 1_000);

const annotations = (tree: Tree, part: keyof typeof FINALIZERS, more: Readonly<Record<string, string>> = {}) => {
  const owner =
    tree.annotated && part !== "managed"
      ? { [annotationKeys.creator]: tree.creator, [annotationKeys.team]: tree.team }
      : {};
  const pause = pausedPart(tree) === part ? { "crossplane.io/paused": "true" } : {};
  return { ...more, ...owner, ...pause };
};

const metadata = (tree: Tree, part: keyof typeof FINALIZERS, own: Metadata, options: RenderOptions): Metadata => ({
  ...own,
  creationTimestamp: time(tree.createdAt),
  ...(tree.deletedAt === 0 ? {} : { deletionTimestamp: time(tree.deletedAt), deletionGracePeriodSeconds: 0 }),
  finalizers: [FINALIZERS[part]],
  ...(options.managedFields === undefined ? {} : { managedFields: options.managedFields }),
});

const claimLabels = ({ kind, name, namespace }: Tree): Readonly<Record<string, string>> =>
  kind.claim === undefined ? {} : { "crossplane.io/claim-name": name, "crossplane.io/claim-namespace": namespace };

const parameters = ({ id, generation }: Tree): JsonObject => ({
  parameters: {
    deletionPolicy: "Delete",
    region: id % 3 === 0 ? "eu-north-1" : "eu-central-1",
    size: ["small", "medium", "large"][(id + generation) % 3] ?? "small",
  },
});

const xrNamespace = (tree: Tree) => (tree.kind.scope === "Namespaced" ? { namespace: tree.namespace } : {});

function claim(tree: Tree, options: RenderOptions): readonly KubeObject[] {
  const { kind, name, namespace, claimUid: uid, generation, composition } = tree;
  if (kind.claim === undefined) return [];
  const own = {
    name,
    namespace,
    uid,
    generation,
    annotations: annotations(tree, "claim"),
    labels: { "app.kubernetes.io/part-of": tree.team },
  };
  return [
    {
      apiVersion: apiVersionOf(kind),
      kind: kind.claim.kind,
      metadata: metadata(tree, "claim", own, options),
      spec: {
        compositeDeletePolicy: "Background",
        compositionRef: { name: composition },
        compositionRevisionRef: { name: `${composition}-1` },
        compositionUpdatePolicy: "Automatic",
        ...parameters(tree),
        resourceRef: { apiVersion: apiVersionOf(kind), kind: kind.kind, name: tree.xrName },
      },
      status: { conditions: claimConditions(tree) },
    },
  ];
}

function composite(tree: Tree, options: RenderOptions): KubeObject {
  const { kind, name, namespace, xrName, xrUid: uid, generation, composition } = tree;
  const apiVersion = apiVersionOf(kind);
  const machinery: JsonObject = {
    compositionRef: { name: composition },
    compositionRevisionRef: { name: `${composition}-1` },
    compositionUpdatePolicy: "Automatic",
    resourceRefs: tree.composed.map((each) => ({
      apiVersion: apiVersionOf(each.kind),
      kind: each.kind.kind,
      name: each.name,
    })),
  };
  const claimRef = kind.claim === undefined ? {} : { claimRef: { apiVersion, kind: kind.claim.kind, name, namespace } };
  const own = {
    name: xrName,
    ...xrNamespace(tree),
    uid,
    generation,
    annotations: annotations(tree, "composite"),
    labels: { "app.kubernetes.io/part-of": tree.team, ...claimLabels(tree), "crossplane.io/composite": xrName },
  };
  return {
    apiVersion,
    kind: kind.kind,
    metadata: metadata(tree, "composite", own, options),
    spec:
      kind.scope === "LegacyCluster"
        ? { ...machinery, ...parameters(tree), ...claimRef }
        : { crossplane: machinery, ...parameters(tree) },
    status: { conditions: compositeConditions(tree) },
  };
}

function managed(tree: Tree, each: Composed, index: number, options: RenderOptions): KubeObject {
  const { kind, xrName, xrUid } = tree;
  const first = index === 0;
  const part = annotations(tree, "managed", {
    "crossplane.io/composition-resource-name": `${each.kind.kind.toLowerCase()}-${index}`,
    "crossplane.io/external-create-pending": time(tree.createdAt),
    "crossplane.io/external-create-succeeded": time(tree.createdAt + 2),
    "crossplane.io/external-name": `${tree.team}-${each.name}`,
  });
  const { "crossplane.io/paused": _paused, ...unpaused } = part as Readonly<Record<string, string>>;
  const own = {
    name: each.name,
    ...(each.kind.namespaced ? { namespace: tree.namespace } : {}),
    uid: each.uid,
    generation: 1,
    annotations: first ? part : unpaused,
    labels: { ...claimLabels(tree), "crossplane.io/composite": xrName },
    generateName: `${xrName}-`,
    ownerReferences: [
      {
        apiVersion: apiVersionOf(kind),
        blockOwnerDeletion: true,
        controller: true,
        kind: kind.kind,
        name: xrName,
        uid: xrUid,
      },
    ],
  };
  const region = tree.id % 3 === 0 ? "eu-north-1" : "eu-central-1";
  const tags = {
    "crossplane-kind": `${each.kind.kind.toLowerCase()}.${each.kind.group}`,
    "crossplane-name": each.name,
    team: tree.team,
  };
  return {
    apiVersion: apiVersionOf(each.kind),
    kind: each.kind.kind,
    metadata: metadata(tree, "managed", own, options),
    spec: {
      ...(each.kind.namespaced ? {} : { deletionPolicy: "Delete" }),
      forProvider: { region, tags },
      initProvider: {},
      managementPolicies: ["*"],
      providerConfigRef: each.kind.namespaced
        ? { kind: "ClusterProviderConfig", name: "default" }
        : { name: "default" },
    },
    status: {
      atProvider: {
        arn: `arn:cloud:${each.kind.group.split(".")[0] ?? ""}:${region}:000000000000:${each.name}`,
        id: each.name,
        region,
        tags,
        tagsAll: tags,
      },
      conditions: managedConditions(tree, each, first),
    },
  };
}

/** All objects of a tree as they are in the cluster now: claim, composite resource, managed resources. */
export const render = (tree: Tree, options: RenderOptions): readonly KubeObject[] => [
  ...claim(tree, options),
  composite(tree, options),
  ...tree.composed.map((each, index) => managed(tree, each, index, options)),
];
