import { discoveredType, type DiscoveredType } from "./discovered-type.ts";
import { fieldsOf, groupOf, listOf, textOf } from "../object-fields.ts";

/**
 * The types of the category `managed` in an APIResourceList: how MR types are found where there are no MRDs
 * (Crossplane 1.x, or conversion of CRDs to MRDs turned off). Providers put all their MRs in that category.
 */
export function typesOfApiResourceList(list: unknown): readonly DiscoveredType[] {
  const { groupVersion, resources } = fieldsOf(list);
  const group = groupOf(groupVersion);
  const version = textOf(groupVersion).slice(group.length + 1);
  return listOf(resources)
    .map(fieldsOf)
    .filter(({ verbs, categories }) => listOf(verbs).includes("list") && listOf(categories).includes("managed"))
    .map(({ name, kind, namespaced }) => ({
      group,
      version,
      resource: textOf(name),
      class: "managed" as const,
      kind: textOf(kind),
      namespaced: namespaced === true,
      provider: "",
      definition: `${textOf(name)}.${group}`,
    }))
    .map(discoveredType)
    .flatMap((parsed) => (parsed.ok ? [parsed.value] : []));
}

/** What an APIResourceList says of each resource that has a kind, by its plural. */
export const servedResources = (list: unknown): ReadonlyMap<string, Pick<DiscoveredType, "kind" | "namespaced">> =>
  new Map(
    listOf(fieldsOf(list).resources)
      .map(fieldsOf)
      .filter(({ kind }) => textOf(kind) !== "")
      .map(({ name, kind, namespaced }) => [textOf(name), { kind: textOf(kind), namespaced: namespaced === true }]),
  );
