import type { KubeObject } from "./kube-object.ts";

/** A cluster-scoped type whose objects hold anything. */
export function customResourceDefinition(group: string, plural: string): KubeObject {
  const kind = `${plural[0]?.toUpperCase()}${plural.slice(1)}`;
  const schema = { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, annotations: { "api-approved.kubernetes.io": "unapproved, a test" } },
    spec: {
      group,
      scope: "Cluster",
      names: { kind, listKind: `${kind}List`, plural, singular: plural },
      versions: [{ name: "v1", served: true, storage: true, schema }],
    },
  };
}
