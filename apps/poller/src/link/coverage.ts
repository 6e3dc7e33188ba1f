import { gvrParts } from "@xp-tracker/crossplane";
import type { Coverage, DiscoveredType, Source } from "@xp-tracker/crossplane";

export interface CoverageFacts {
  readonly types: readonly DiscoveredType[];
  /** After this cycle. */
  readonly sources: readonly Source[];
  /** Namespaced types are read in these only; undefined: in all. */
  readonly namespaces: readonly string[] | undefined;
  /** Whether every list of definitions was read, so that a kind which has no type does not exist. */
  readonly isDiscoveryComplete: boolean;
}

/** What a missing row proves: that the object is gone, or nothing, because it was never looked for. */
export function coverageOf({ types, sources, namespaces, isDiscoveryComplete }: CoverageFacts): Coverage {
  const read = new Set(
    sources.filter(({ lastSuccess, error }) => lastSuccess > 0 && error === "").map(({ gvr }) => gvr),
  );
  const byKind = new Map(types.map((type) => [`${gvrParts(type.gvr).group} ${type.kind}`, type]));
  return (group, kind, namespace) => {
    const type = byKind.get(`${group} ${kind}`);
    if (type === undefined) return isDiscoveryComplete;
    return read.has(type.gvr) && (namespace === "" || namespaces === undefined || namespaces.includes(namespace));
  };
}
