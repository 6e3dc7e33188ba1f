import { gvrParts, type Gvr } from "@xp-tracker/crossplane";

/** The API paths at which the objects of a type are listed and watched. */
export function pathsOf(
  gvr: Gvr,
  { namespaced, namespaces }: { namespaced: boolean; namespaces?: readonly string[] | undefined },
): readonly string[] {
  const { group, version, resource } = gvrParts(gvr);
  const base = `/apis/${group}/${version}`;
  if (!namespaced || namespaces === undefined) return [`${base}/${resource}`];
  return namespaces.map((namespace) => `${base}/namespaces/${encodeURIComponent(namespace)}/${resource}`);
}
