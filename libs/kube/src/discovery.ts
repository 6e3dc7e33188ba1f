import type { DiscoveredType, Gvr, ResourceClass } from "@xp-tracker/crossplane";
import type { KubeApiError } from "./api-error.ts";

/** Types that are read besides the discovered ones. */
export interface ExtraTypes {
  readonly extraClaims: readonly Gvr[];
  readonly extraXRs: readonly Gvr[];
  readonly extraMRs: readonly Gvr[];
}

/** Something that discovery left out, and why; the rest is complete. */
export interface DiscoveryProblem {
  /** Name of the XRD, MRD, list or GVR it is about. */
  readonly definition: string;
  readonly reason: string;
}

/** A source of types that could not be read: what is known of its types is what it said last. */
export interface DiscoveryError {
  /** The GVR of the definitions' list, or `group/version` of API discovery. */
  readonly source: string;
  /** The classes of the types that may be missing. */
  readonly classes: readonly ResourceClass[];
  /** The API group of the types that may be missing; undefined when any may be. */
  readonly group: string | undefined;
  readonly error: KubeApiError;
}

export interface Discovery {
  /** Sorted by GVR; each resource of a group once. */
  readonly types: readonly DiscoveredType[];
  readonly problems: readonly DiscoveryProblem[];
  readonly errors: readonly DiscoveryError[];
}
