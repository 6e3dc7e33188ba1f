import type { CrdInput } from "./core-types.ts";
import { at, isJsonObject, kubeTime, splitApiVersion, textAt } from "./kube-object.ts";
import type { Json, JsonObject, KubeObject, OwnerReference } from "./kube-object.ts";

/** What Crossplane's definitions are called, by `plural.group` of their own type. */
export const definitionTypes = {
  xrd: "compositeresourcedefinitions.apiextensions.crossplane.io",
  mrd: "managedresourcedefinitions.apiextensions.crossplane.io",
} as const;

const versionsOf = (definition: KubeObject, storageFlag: "referenceable" | "storage"): CrdInput["versions"] => {
  const versions = at(definition, "spec", "versions");
  const list = Array.isArray(versions) ? (versions as readonly Json[]).filter(isJsonObject) : [];
  return list.map((version: JsonObject) => ({
    name: textAt(version, "name"),
    served: version["served"] === true,
    storage: version[storageFlag] === true,
    ...(version["deprecated"] === true ? { deprecated: true } : {}),
  }));
};

const ownedBy = (owner: KubeObject): readonly OwnerReference[] => [
  {
    apiVersion: owner.apiVersion,
    blockOwnerDeletion: true,
    controller: true,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? "",
  },
];

/** v2's default is Namespaced, v1's is LegacyCluster; 1.x has no such field. */
const scopeOfXrd = (xrd: KubeObject): string =>
  textAt(xrd, "spec", "scope") || (splitApiVersion(xrd.apiVersion).version === "v2" ? "Namespaced" : "LegacyCluster");

/** The CRDs that Crossplane makes for an XRD: one for its composite resource, one for its claim if it offers one. */
export function crdsOfXrd(xrd: KubeObject): readonly CrdInput[] {
  const common = { group: textAt(xrd, "spec", "group"), versions: versionsOf(xrd, "referenceable") };
  const named = (field: "names" | "claimNames") => ({
    kind: textAt(xrd, "spec", field, "kind"),
    plural: textAt(xrd, "spec", field, "plural"),
  });
  const composite: CrdInput = {
    ...common,
    ...named("names"),
    scope: scopeOfXrd(xrd) === "Namespaced" ? "Namespaced" : "Cluster",
    categories: ["composite"],
    ownerReferences: ownedBy(xrd),
  };
  const claim: CrdInput = { ...composite, ...named("claimNames"), scope: "Namespaced", categories: ["claim"] };
  return claim.plural === "" ? [composite] : [composite, claim];
}

/** The CRD of a managed resource: none while its definition is Inactive. */
export function crdsOfMrd(mrd: KubeObject): readonly CrdInput[] {
  if (textAt(mrd, "spec", "state") !== "Active") return [];
  return [
    {
      group: textAt(mrd, "spec", "group"),
      kind: textAt(mrd, "spec", "names", "kind"),
      plural: textAt(mrd, "spec", "names", "plural"),
      scope: textAt(mrd, "spec", "scope") === "Namespaced" ? "Namespaced" : "Cluster",
      versions: versionsOf(mrd, "storage"),
      categories: ["crossplane", "managed"],
      ownerReferences: ownedBy(mrd),
    },
  ];
}

const condition = (type: string, reason: string, nowMs: number): Json => ({
  lastTransitionTime: kubeTime(nowMs),
  reason,
  status: "True",
  type,
});

/** The definition with the status that its controller would write, unless it has one. */
export function establishedXrd(xrd: KubeObject, nowMs: number): KubeObject {
  if (xrd["status"] !== undefined) return xrd;
  const [composite, claim] = crdsOfXrd(xrd);
  const version = composite?.versions.find(({ storage }) => storage)?.name ?? "";
  const reference = (crd: CrdInput) => ({ apiVersion: `${crd.group}/${version}`, kind: crd.kind });
  return {
    ...xrd,
    status: {
      conditions: [
        condition("Established", "WatchingCompositeResource", nowMs),
        ...(claim === undefined ? [] : [condition("Offered", "WatchingCompositeResourceClaim", nowMs)]),
      ],
      controllers: {
        ...(claim === undefined ? {} : { compositeResourceClaimType: reference(claim) }),
        ...(composite === undefined ? {} : { compositeResourceType: reference(composite) }),
      },
    },
  };
}

export function establishedMrd(mrd: KubeObject, nowMs: number): KubeObject {
  if (mrd["status"] !== undefined) return mrd;
  const active = textAt(mrd, "spec", "state") === "Active";
  const established = active
    ? condition("Established", "EstablishedManagedResource", nowMs)
    : { ...(condition("Established", "InactiveManagedResource", nowMs) as JsonObject), status: "False" };
  return { ...mrd, status: { conditions: [established] } };
}
