import { kubeTime } from "./kube-object.ts";
import type { Json, KubeObject } from "./kube-object.ts";
import type { ServedType } from "./served-type.ts";

const builtIn = (
  group: string,
  version: string,
  kind: string,
  plural: string,
  more: Partial<ServedType> = {},
): ServedType => ({
  group,
  plural,
  singular: kind.toLowerCase(),
  kind,
  listKind: `${kind}List`,
  shortNames: [],
  categories: [],
  namespaced: false,
  builtIn: true,
  versionedUpdatesOnly: false,
  storageVersion: version,
  versions: [{ name: version, storage: true, statusSubresource: true, warning: "" }],
  ...more,
});

/** The kinds of Kubernetes itself that a reader of Crossplane objects meets. */
export const builtInTypes: readonly ServedType[] = [
  builtIn("", "v1", "Namespace", "namespaces", { singular: "", shortNames: ["ns"] }),
  builtIn("coordination.k8s.io", "v1", "Lease", "leases", {
    singular: "",
    namespaced: true,
    versionedUpdatesOnly: true,
    versions: [{ name: "v1", storage: true, statusSubresource: false, warning: "" }],
  }),
  builtIn("apiextensions.k8s.io", "v1", "CustomResourceDefinition", "customresourcedefinitions", {
    singular: "",
    shortNames: ["crd", "crds"],
  }),
];

/** A definition whose fields are all kept as they come. */
export interface CrdInput {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly scope: "Cluster" | "Namespaced";
  readonly versions: readonly {
    readonly name: string;
    readonly served: boolean;
    readonly storage: boolean;
    readonly deprecated?: boolean;
  }[];
  readonly categories?: readonly string[];
  readonly shortNames?: readonly string[];
  readonly ownerReferences?: KubeObject["metadata"]["ownerReferences"];
}

const ANY_OBJECT = { "x-kubernetes-preserve-unknown-fields": true, type: "object" };

/** A CustomResourceDefinition as the API server shows it once it is established. */
export function crdOf(input: CrdInput, nowMs: number): KubeObject {
  const names = {
    categories: input.categories ?? [],
    kind: input.kind,
    listKind: `${input.kind}List`,
    plural: input.plural,
    ...(input.shortNames === undefined ? {} : { shortNames: input.shortNames }),
    singular: input.kind.toLowerCase(),
  };
  const condition = (type: string, reason: string, message: string): Json => ({
    lastTransitionTime: kubeTime(nowMs),
    message,
    reason,
    status: "True",
    type,
  });
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${input.plural}.${input.group}`, ownerReferences: input.ownerReferences },
    spec: {
      conversion: { strategy: "None" },
      group: input.group,
      names,
      scope: input.scope,
      versions: input.versions.map((version) => ({
        ...version,
        schema: { openAPIV3Schema: ANY_OBJECT },
        subresources: { status: {} },
      })),
    },
    status: {
      acceptedNames: names,
      conditions: [
        condition("NamesAccepted", "NoConflicts", "no conflicts found"),
        condition("Established", "InitialNamesAccepted", "the initial names have been accepted"),
      ],
      storedVersions: input.versions.filter((version) => version.storage).map((version) => version.name),
    },
  };
}

const version = (name: string, storage = true): CrdInput["versions"][number] => ({ name, served: true, storage });

const crossplane = (
  kind: string,
  plural: string,
  shortNames: readonly string[],
  versions = [version("v1")],
): CrdInput => ({
  group: "apiextensions.crossplane.io",
  kind,
  plural,
  scope: "Cluster",
  versions,
  categories: ["crossplane"],
  shortNames,
});

const pkg = (kind: string, plural: string): CrdInput => ({
  group: "pkg.crossplane.io",
  kind,
  plural,
  scope: "Cluster",
  versions: [version("v1")],
  categories: ["crossplane", kind.endsWith("Revision") ? "pkgrev" : "pkg"],
});

/** The kinds that Crossplane's core installs. Without MRDs it is a Crossplane 1.x, which also lacks XRD `v2`. */
export const crossplaneTypes = (mrds: boolean): readonly CrdInput[] => [
  crossplane(
    "CompositeResourceDefinition",
    "compositeresourcedefinitions",
    ["xrd", "xrds"],
    mrds ? [version("v1"), version("v2", false)] : [version("v1")],
  ),
  ...(mrds
    ? [
        crossplane("ManagedResourceDefinition", "managedresourcedefinitions", ["mrd", "mrds"], [version("v1alpha1")]),
        crossplane(
          "ManagedResourceActivationPolicy",
          "managedresourceactivationpolicies",
          ["mrap"],
          [version("v1alpha1")],
        ),
      ]
    : []),
  crossplane("Composition", "compositions", ["comp"]),
  crossplane("CompositionRevision", "compositionrevisions", ["comprev"]),
  pkg("Provider", "providers"),
  pkg("ProviderRevision", "providerrevisions"),
  pkg("Function", "functions"),
  pkg("FunctionRevision", "functionrevisions"),
  pkg("Configuration", "configurations"),
  pkg("ConfigurationRevision", "configurationrevisions"),
];
