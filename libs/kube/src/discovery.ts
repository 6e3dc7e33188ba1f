import type { DiscoveredType, Gvr } from "@xp-tracker/crossplane";
import type { KubeApiError } from "./api-error.ts";

export interface DiscoverOptions {
  /** Types that are read besides the ones that definitions name. */
  readonly extraClaims: readonly Gvr[];
  readonly extraXRs: readonly Gvr[];
  readonly extraMRs: readonly Gvr[];
  /** The types of the last discovery. What a failing source said then stays, so that an error is never taken for an end. */
  readonly known?: readonly DiscoveredType[];
}

/** Something that discovery left out, and why; the rest is complete. */
export interface DiscoveryProblem {
  /** Name of the XRD or MRD, or the GVR or API group, that it is about. */
  readonly definition: string;
  readonly reason: string;
}

/** One list of definitions: XRDs, MRDs (or CRDs by category, where there are no MRDs), or a GVR of the configuration. */
export interface DiscoverySource {
  /** What was read: the definitions' own GVR, or the configured one. */
  readonly gvr: Gvr;
  /** With an `error`, the known ones. */
  readonly types: readonly DiscoveredType[];
  readonly error: KubeApiError | undefined;
}

export interface Discovery {
  /** Sorted by GVR; each resource of a group once. */
  readonly types: readonly DiscoveredType[];
  readonly sources: readonly DiscoverySource[];
  readonly problems: readonly DiscoveryProblem[];
}

/** What one reader of definitions contributes. */
export type DiscoveryPart = Omit<Discovery, "types">;
