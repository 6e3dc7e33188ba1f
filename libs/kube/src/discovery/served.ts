import { groupVersionsOf, gvrParts, servedResources, type Gvr } from "@xp-tracker/crossplane";
import { KubeApiError } from "../api-error.ts";
import { orApiError } from "./discovery-parts.ts";
import type { KubeClient } from "../kube-client.ts";

/**
 * Whether API discovery says that there is no such type. A 404 alone does not: whatever lost its server says it to
 * everything. False where discovery cannot be asked.
 * @throws the signal's reason
 */
export async function isUnserved(client: KubeClient, gvr: Gvr, signal: AbortSignal): Promise<boolean> {
  const { group, version, resource } = gvrParts(gvr);
  const groups = await orApiError(client.get("/apis", {}, signal));
  if (groups instanceof KubeApiError) return false;
  const known = groupVersionsOf(groups);
  // Every server has groups of its own.
  if (!known.some((one) => one.group === group && one.version === version)) return known.length > 0;
  const served = await orApiError(client.get(`/apis/${group}/${version}`, {}, signal));
  return !(served instanceof KubeApiError) && !servedResources(served).has(resource);
}
