import { gvrOf, typesOfApiResourceList } from "@xp-tracker/crossplane";
import { mapBounded } from "@xp-tracker/runtime";
import { KubeApiError } from "./api-error.ts";
import type { Discovery } from "./discovery.ts";
import { failed, joined, orApiError, partly } from "./discovery-parts.ts";
import type { KubeClient } from "./kube-client.ts";
import { firstOfEachResource } from "./one-version.ts";

interface ApiGroupList {
  readonly groups?: readonly {
    readonly name: string;
    readonly versions?: readonly { readonly version: string }[];
    readonly preferredVersion?: { readonly version?: string };
  }[];
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

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

  const groupVersions = groupVersionsOf(groups as ApiGroupList);
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

function groupVersionsOf({ groups = [] }: ApiGroupList): readonly GroupVersion[] {
  return groups
    .filter(({ name }) => !isBuiltIn(name))
    .flatMap(({ name: group, versions = [], preferredVersion }) => {
      const rank = (version: string) => (version === preferredVersion?.version ? 0 : 1);
      return versions.map(({ version }) => ({ group, version })).toSorted((a, b) => rank(a.version) - rank(b.version));
    });
}

/** Kubernetes keeps names without a dot and those below k8s.io for itself; no provider's types are there. */
const isBuiltIn = (group: string): boolean => !group.includes(".") || group.endsWith(".k8s.io");
