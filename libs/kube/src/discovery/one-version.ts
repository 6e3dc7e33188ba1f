import { gvrParts, type DiscoveredType } from "@xp-tracker/crossplane";

/** `group/resource`: what stays the same in every version. */
export function resourceKey({ gvr }: Pick<DiscoveredType, "gvr">): string {
  const { group, resource } = gvrParts(gvr);
  return `${group}/${resource}`;
}

/** Each resource once, as its first entry says; listing two versions would count its objects twice. */
export function firstOfEachResource(types: readonly DiscoveredType[]): readonly DiscoveredType[] {
  const first = new Map<string, DiscoveredType>();
  for (const type of types) {
    const key = resourceKey(type);
    if (!first.has(key)) first.set(key, type);
  }
  return [...first.values()];
}
