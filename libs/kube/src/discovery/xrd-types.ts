import { gvrOf, typesOfXrd } from "@xp-tracker/crossplane";
import { KubeApiError } from "../api-error.ts";
import { readDefinitions } from "./definition-list.ts";
import type { Discovery, DiscoverySource } from "./discovery.ts";
import { absent, failed, orApiError } from "./discovery-parts.ts";
import { isUnserved } from "./served.ts";

/** v1 is served by every Crossplane, 2.x included, and carries the scope where there is one. */
const XRDS = gvrOf({ group: "apiextensions.crossplane.io", version: "v1", resource: "compositeresourcedefinitions" });

/** The types of claims and composite resources. */
export async function xrdTypes({ client, lists }: DiscoverySource, signal: AbortSignal): Promise<Discovery> {
  const found = await orApiError(readDefinitions(lists, XRDS, typesOfXrd, signal));
  if (!(found instanceof KubeApiError)) return found;
  return found.errorClass === "not_found" && (await isUnserved(client, XRDS, signal))
    ? absent(XRDS, "the cluster has no such type: Crossplane is not installed")
    : failed(XRDS, ["claim", "composite"], found);
}
