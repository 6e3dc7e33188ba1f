import { gvrOf, typeOfMrd, type DiscoveredType, type Parsed } from "@xp-tracker/crossplane";
import { KubeApiError } from "./api-error.ts";
import { definitionsPart, listDefinitions } from "./definition-list.ts";
import type { DiscoveryPart } from "./discovery.ts";
import { failedPart, joined, orApiError } from "./discovery-parts.ts";
import type { KubeClient } from "./kube-client.ts";
import { managedTypes } from "./managed-types.ts";

const MRDS = gvrOf({
  group: "apiextensions.crossplane.io",
  version: "v1alpha1",
  resource: "managedresourcedefinitions",
});

/**
 * The types of managed resources: those of the active MRDs. Crossplane 1.x has no MRDs, 2.x none where their conversion is
 * off, and some may not be allowed to read them; API discovery's category `managed` then names the types, not the providers.
 */
export async function mrdTypes(
  client: KubeClient,
  known: readonly DiscoveredType[],
  signal: AbortSignal,
): Promise<DiscoveryPart> {
  const managed = known.filter((type) => type.class === "managed");
  const found = await orApiError(listDefinitions(client, MRDS, typesOfMrd, signal));
  if (!(found instanceof KubeApiError)) {
    return found.length === 0 ? managedTypes(client, managed, signal) : definitionsPart(MRDS, found);
  }
  if (found.errorClass === "not_found") return managedTypes(client, managed, signal);
  if (found.errorClass !== "forbidden") return failedPart(MRDS, managed, found);
  const problem = { definition: MRDS, reason: `${found.message}; types of category "managed" are read instead` };
  return joined([{ sources: [], problems: [problem] }, await managedTypes(client, managed, signal)]);
}

function typesOfMrd(mrd: unknown): Parsed<readonly DiscoveredType[]> {
  const parsed = typeOfMrd(mrd);
  if (!parsed.ok) return parsed;
  return { ok: true, value: parsed.value === undefined ? [] : [parsed.value] };
}
