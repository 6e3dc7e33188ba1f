import type { Gvr } from "../gvr.ts";

/** The three classes of Crossplane resources, in the order in which they are linked to each other. */
export const resourceClasses = ["claim", "composite", "managed"] as const;
export type ResourceClass = (typeof resourceClasses)[number];

/** A Kubernetes condition status: 1 is True, 0 is False, -1 is Unknown or missing. */
export type ConditionStatus = 1 | 0 | -1;

/**
 * Which of a row's references leads nowhere: a claim's to its XR, an XR's to its claim, an XR's or MR's to its parent.
 * `""` where none does, or where that is not known (see {@link Coverage} in `coverage.ts`).
 */
export type Dangling = "" | "xr" | "claim" | "parent";

/**
 * One claim, XR or MR, reduced to what is served.
 *
 * Every row has every field, so that all rows share one hidden class in V8; what does not
 * apply is `""`, `0` or `false`. Times are whole Unix seconds (Kubernetes' own resolution); 0 is "none".
 *
 * Fields that start with `own` are what the object itself says; the field without `own` is the effective
 * value after linkage, which is always computed anew from the `own` one.
 */
export interface Row {
  /** The GVR that was listed, which need not be the object's own apiVersion. */
  readonly gvr: Gvr;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** `""` for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;

  /** Annotation `CREATOR_ANNOTATION_KEY`: own, else the nearest ancestor's, else the namespace's. */
  readonly creator: string;
  readonly ownCreator: string;
  /** Annotation `TEAM_ANNOTATION_KEY`, found like {@link creator}. */
  readonly team: string;
  readonly ownTeam: string;

  /**
   * `spec[.crossplane].compositionRef.name`, else the composition label; claims fall back to their XR's.
   * MRs have none of their own and take that of the XR which composed them.
   */
  readonly composition: string;
  readonly ownComposition: string;
  /** `spec[.crossplane].compositionRevisionRef.name`. */
  readonly compositionRevision: string;
  /** `spec[.crossplane].compositionUpdatePolicy`: Automatic or Manual. */
  readonly compositionUpdatePolicy: string;

  /** Annotation `crossplane.io/paused` is exactly `true`. */
  readonly paused: boolean;
  readonly ready: ConditionStatus;
  readonly readyReason: string;
  /** `lastTransitionTime` of Ready: a lower bound only, Crossplane resets it on message and generation changes. */
  readonly readySince: number;
  readonly synced: ConditionStatus;
  readonly syncedReason: string;
  readonly syncedSince: number;
  readonly generation: number;
  /** The generation the Ready condition (else the Synced one) speaks of. */
  readonly observedGeneration: number;
  readonly createdAt: number;
  readonly deletedAt: number;

  /** Claims: the XR in `spec.resourceRef`. MRs and nested XRs: the root composite's name (label `COMPOSITE_LABEL_KEY`). */
  readonly xrName: string;
  /** Claims: group and kind of `spec.resourceRef`. MRs and nested XRs: those of the root composite, where linkage finds it. */
  readonly xrGroup: string;
  readonly xrKind: string;

  /** XRs and MRs: the claim at the top of their tree, from `spec.claimRef`, labels, or linkage. */
  readonly claimName: string;
  readonly claimNamespace: string;
  /** `""` where only labels name the claim and no such claim was found: labels give no kind. */
  readonly claimKind: string;
  readonly ownClaimName: string;
  readonly ownClaimNamespace: string;
  readonly ownClaimKind: string;

  /** XRs and MRs: the controller owner reference, that is the direct parent. */
  readonly parentUid: string;
  readonly parentGroup: string;
  readonly parentKind: string;
  readonly parentName: string;

  readonly dangling: Dangling;

  /** MRs: the provider package, from the definition. */
  readonly provider: string;
  readonly providerConfig: string;
  readonly providerConfigKind: string;
  /** MRs: annotation `crossplane.io/external-name`. */
  readonly externalName: string;
  /** MRs: `spec.managementPolicies` joined with `,`. */
  readonly managementPolicies: string;
}

/** The values of every field that does not apply. Spread it first, so that all rows keep one key order. */
export const emptyRow: Row = {
  gvr: "" as Gvr,
  group: "",
  version: "",
  kind: "",
  namespace: "",
  name: "",
  uid: "",
  creator: "",
  ownCreator: "",
  team: "",
  ownTeam: "",
  composition: "",
  ownComposition: "",
  compositionRevision: "",
  compositionUpdatePolicy: "",
  paused: false,
  ready: -1,
  readyReason: "",
  readySince: 0,
  synced: -1,
  syncedReason: "",
  syncedSince: 0,
  generation: 0,
  observedGeneration: 0,
  createdAt: 0,
  deletedAt: 0,
  xrName: "",
  xrGroup: "",
  xrKind: "",
  claimName: "",
  claimNamespace: "",
  claimKind: "",
  ownClaimName: "",
  ownClaimNamespace: "",
  ownClaimKind: "",
  parentUid: "",
  parentGroup: "",
  parentKind: "",
  parentName: "",
  dangling: "",
  provider: "",
  providerConfig: "",
  providerConfigKind: "",
  externalName: "",
  managementPolicies: "",
};
