import type { DiscoveredType, ErrorClass, Gvr, ResourceClass, SourceClass } from "@xp-tracker/crossplane";
import type { KubeApiError } from "../api-error.ts";
import type { KubeClient } from "../kube-client.ts";
import type { Lists } from "../lists/lists.ts";

/** Where types are looked for: definitions are listed, API discovery is asked. */
export interface DiscoverySource {
  readonly client: KubeClient;
  readonly lists: Lists;
}

/** Types that are read besides the ones that definitions name. */
export interface ExtraTypes {
  readonly extraClaims: readonly Gvr[];
  readonly extraXRs: readonly Gvr[];
  readonly extraMRs: readonly Gvr[];
}

/** Something that discovery left out, and why; the rest is complete. */
export interface DiscoveryProblem {
  /** Name of the XRD or MRD, or the GVR, that it is about. */
  readonly definition: string;
  readonly reason: string;
  /** What is therefore not read; undefined where nothing is missing. */
  readonly missing?: MissingSource | undefined;
}

interface MissingSource {
  /** The configured GVR; of a definition, the GVR of its list and its name. */
  readonly gvr: Gvr;
  readonly class: SourceClass;
  readonly error: Exclude<ErrorClass, "">;
}

/** A source of types that could not be read: of its types is known what it said last. */
export interface DiscoveryError {
  /** The GVR of the definitions, `group/version` of API discovery, or `/apis`. */
  readonly source: string;
  /** The classes of the types that may be missing. */
  readonly classes: readonly ResourceClass[];
  /** The API group of the types that may be missing; undefined when any may be. */
  readonly group: string | undefined;
  readonly error: KubeApiError;
}

/** A list of definitions that was read completely. */
export interface DefinitionList {
  readonly gvr: Gvr;
  /** Their names, the unreadable ones' too. */
  readonly definitions: readonly string[];
}

export interface Discovery {
  /** Sorted by GVR; each resource of a group once. */
  readonly types: readonly DiscoveredType[];
  /** XRDs, and MRDs or (where there are none) the CRDs of category `managed`. */
  readonly lists: readonly DefinitionList[];
  readonly problems: readonly DiscoveryProblem[];
  readonly errors: readonly DiscoveryError[];
}
