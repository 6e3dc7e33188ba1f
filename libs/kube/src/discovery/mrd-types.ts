import { gvrOf, typeOfMrd, type DiscoveredType, type Parsed } from "@xp-tracker/crossplane";
import { KubeApiError } from "../api-error.ts";
import { readDefinitions } from "./definition-list.ts";
import type { Discovery, DiscoverySource } from "./discovery.ts";
import { absent, failed, joined, orApiError } from "./discovery-parts.ts";
import { managedTypes } from "./managed-types.ts";

const MRDS = gvrOf({
  group: "apiextensions.crossplane.io",
  version: "v1alpha1",
  resource: "managedresourcedefinitions",
});

/**
 * The types of managed resources: those of the active MRDs. Crossplane 1.x has no MRDs, 2.x none where their conversion is
 * off, and RBAC may keep them from us; API discovery's category `managed` then names the types, but no providers. Where
 * there is any MRD, types without one are not looked for: discovery would cost a request for each API group and cycle, and
 * `MR_GVRS` names such types.
 */
export async function mrdTypes({ client, lists }: DiscoverySource, signal: AbortSignal): Promise<Discovery> {
  const found = await orApiError(readDefinitions(lists, MRDS, typesOfMrd, signal));
  if (!(found instanceof KubeApiError)) return hasDefinitions(found) ? found : managedTypes(client, signal);
  if (found.errorClass === "not_found") return managedTypes(client, signal);
  if (found.errorClass !== "forbidden") return failed(MRDS, ["managed"], found);
  const problem = absent(MRDS, `${found.message}; the types of category "managed" are read instead`);
  return joined([problem, await managedTypes(client, signal)]);
}

const hasDefinitions = ({ lists }: Discovery): boolean => lists.some(({ definitions }) => definitions.length > 0);

/** An inactive MRD defines no type. */
function typesOfMrd(mrd: unknown): Parsed<readonly DiscoveredType[]> {
  const parsed = typeOfMrd(mrd);
  if (!parsed.ok) return parsed;
  return { ok: true, value: parsed.value === undefined ? [] : [parsed.value] };
}
