import type { CrdInput } from "./core-types.ts";
import { at, isJsonObject, kubeTime, splitApiVersion, textAt } from "./kube-object.ts";
import type { Json, JsonObject, KubeObject, OwnerReference } from "./kube-object.ts";
import { typeName } from "./served-type.ts";
import type { ServedType } from "./served-type.ts";

/** What Crossplane's definitions are called, by `plural.group` of their own type. */
const definitionTypes = {
  xrd: "compositeresourcedefinitions.apiextensions.crossplane.io",
  mrd: "managedresourcedefinitions.apiextensions.crossplane.io",
} as const;

export const CRDS = "customresourcedefinitions.apiextensions.k8s.io";

/** What must be there before the rest can be understood, in the order in which they build on each other. */
export const definingTypes: readonly string[] = [CRDS, definitionTypes.xrd, definitionTypes.mrd];

type DefinitionType = (typeof definitionTypes)[keyof typeof definitionTypes];

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
function crdsOfXrd(xrd: KubeObject): readonly CrdInput[] {
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
function crdsOfMrd(mrd: KubeObject): readonly CrdInput[] {
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
function establishedXrd(xrd: KubeObject, nowMs: number): KubeObject {
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

function establishedMrd(mrd: KubeObject, nowMs: number): KubeObject {
  if (mrd["status"] !== undefined) return mrd;
  const active = textAt(mrd, "spec", "state") === "Active";
  const established = active
    ? condition("Established", "EstablishedManagedResource", nowMs)
    : { ...(condition("Established", "InactiveManagedResource", nowMs) as JsonObject), status: "False" };
  return { ...mrd, status: { conditions: [established] } };
}

/** The version is lost in storage, so what it implies is written down, as the API server's defaulting does. */
function scopedXrd(xrd: KubeObject): KubeObject {
  if (splitApiVersion(xrd.apiVersion).version !== "v2") return xrd;
  return { ...xrd, spec: { scope: "Namespaced", ...(at(xrd, "spec") as JsonObject | undefined) } };
}

interface Behaviour {
  readonly crds: (definition: KubeObject) => readonly CrdInput[];
  readonly defaulted: (definition: KubeObject, nowMs: number) => KubeObject;
}

const behaviours: Readonly<Record<DefinitionType, Behaviour>> = {
  [definitionTypes.xrd]: {
    crds: crdsOfXrd,
    defaulted: (xrd, nowMs) => establishedXrd(scopedXrd(xrd), nowMs),
  },
  [definitionTypes.mrd]: { crds: crdsOfMrd, defaulted: establishedMrd },
};

const behaviourOf = (type: ServedType): Behaviour | undefined => behaviours[typeName(type) as DefinitionType];

/** The CRDs that follow from an object: none, unless it is an XRD or an MRD. */
export const crdsDefinedBy = (type: ServedType, object: KubeObject): readonly CrdInput[] =>
  (behaviourOf(type)?.crds(object) ?? []).filter(({ group, plural }) => group !== "" && plural !== "");

/** The object with what the server and Crossplane add to a definition. */
export const defaulted = (type: ServedType, object: KubeObject, nowMs: number): KubeObject =>
  behaviourOf(type)?.defaulted(object, nowMs) ?? object;
