export type Texts = Readonly<Record<string, string>>;

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly lastTransitionTime?: string;
}

interface Ref {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
}

export interface OwnerReference extends Ref {
  readonly uid: string;
  readonly controller?: boolean;
}

/** Where Crossplane keeps what it steers a claim or an XR with. */
export interface Machinery {
  readonly compositionRef?: Ref;
  readonly compositionRevisionRef?: Ref;
  readonly compositionUpdatePolicy?: string;
  readonly claimRef?: Ref;
}

/** An object as the API server lists it, as far as the pages speak of it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly labels?: Texts;
    readonly annotations?: Texts;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly ownerReferences?: readonly OwnerReference[];
  };
  readonly spec?: Machinery & {
    readonly crossplane?: Machinery;
    readonly resourceRef?: Ref;
    readonly providerConfigRef?: Ref;
    readonly package?: string;
    readonly revision?: number;
  };
  readonly status?: { readonly conditions?: readonly Condition[]; readonly currentRevision?: string };
}

/** `group/version` → the group; `v1` → `""`. */
export const groupOf = (apiVersion: string): string => apiVersion.split("/").toReversed()[1] ?? "";
