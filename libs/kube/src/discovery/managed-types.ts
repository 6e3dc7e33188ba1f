import { groupVersionsOf, gvrOf, typesOfApiResourceList, type GroupVersion } from "@xp-tracker/crossplane";
import { mapBounded } from "@xp-tracker/runtime";
import { KubeApiError } from "../api-error.ts";
import type { Discovery } from "./discovery.ts";
import { failed, joined, orApiError, partly } from "./discovery-parts.ts";
import type { KubeClient } from "../kube-client.ts";
import { firstOfEachResource } from "./one-version.ts";

/** What gives types their categories; API discovery tells them without the schemas. */
const CRDS = gvrOf({ group: "apiextensions.k8s.io", version: "v1", resource: "customresourcedefinitions" });

/** Requests that look one API group up at the same time. */
const CONCURRENCY = 4;

/**
 * The types that API discovery gives the category `managed`. A group that fails is that group's problem only. Each
 * resource is taken in one version, the group's preferred one if it has it: all versions serve the same objects.
 */
export async function managedTypes(client: KubeClient, signal: AbortSignal): Promise<Discovery> {
  const groups = await orApiError(client.get("/apis", {}, signal));
  if (groups instanceof KubeApiError) return failed("/apis", ["managed"], groups);

  const groupVersions = groupVersionsOf(groups).filter(({ group }) => !isBuiltIn(group));
  const found = joined(await mapBounded(groupVersions, CONCURRENCY, (one) => managedTypesIn(client, one, signal)));
  const types = firstOfEachResource(found.types);
  return { ...found, types, lists: [{ gvr: CRDS, definitions: types.map(({ definition }) => definition) }] };
}

async function managedTypesIn(client: KubeClient, { group, version }: GroupVersion, signal: AbortSignal) {
  const found = await orApiError(client.get(`/apis/${group}/${version}`, {}, signal));
  if (!(found instanceof KubeApiError)) return partly({ types: typesOfApiResourceList(found) });
  // The list of groups may run a moment ahead of the groups: one that is not found is gone.
  return found.errorClass === "not_found" ? partly({}) : failed(`${group}/${version}`, ["managed"], found, group);
}

/** Kubernetes keeps names without a dot and those below k8s.io for itself; no provider's types are there. */
const isBuiltIn = (group: string): boolean => !group.includes(".") || group.endsWith(".k8s.io");
