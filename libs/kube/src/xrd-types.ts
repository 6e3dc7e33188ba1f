import { gvrOf, typesOfXrd, type DiscoveredType } from "@xp-tracker/crossplane";
import { KubeApiError } from "./api-error.ts";
import { definitionsPart, listDefinitions } from "./definition-list.ts";
import type { DiscoveryPart } from "./discovery.ts";
import { failedPart, orApiError, readPart } from "./discovery-parts.ts";
import type { KubeClient } from "./kube-client.ts";

/** v1 is served by every Crossplane, 2.x included, and carries the scope where there is one. */
const XRDS = gvrOf({ group: "apiextensions.crossplane.io", version: "v1", resource: "compositeresourcedefinitions" });

/** The types of claims and composite resources. */
export async function xrdTypes(
  client: KubeClient,
  known: readonly DiscoveredType[],
  signal: AbortSignal,
): Promise<DiscoveryPart> {
  const found = await orApiError(listDefinitions(client, XRDS, typesOfXrd, signal));
  if (!(found instanceof KubeApiError)) return definitionsPart(XRDS, found);
  if (found.errorClass !== "not_found") {
    return failedPart(
      XRDS,
      known.filter((type) => type.class !== "managed"),
      found,
    );
  }
  return readPart(
    XRDS,
    [],
    [{ definition: XRDS, reason: "the cluster has no such type: Crossplane is not installed" }],
  );
}
