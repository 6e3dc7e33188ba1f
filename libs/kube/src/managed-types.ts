import { typesOfApiResourceList, type DiscoveredType } from "@xp-tracker/crossplane";
import { mapBounded } from "./bounded.ts";
import type { Discovery } from "./discovery.ts";
import type { KubeClient } from "./kube-client.ts";
import { firstOfEachResource } from "./one-version.ts";
import { merged, nothing, ofError, ofTypes, recovered } from "./partial-discovery.ts";

interface ApiGroupList {
  readonly groups?: readonly {
    readonly name: string;
    readonly versions?: readonly { readonly version: string }[];
    readonly preferredVersion?: { readonly version?: string };
  }[];
}

/** Requests that look one API group up at the same time. */
const CONCURRENCY = 4;

/**
 * The types that API discovery gives the category `managed`. A group that fails is that group's problem only. Each
 * resource is taken in one version, the group's preferred one if it has it: all versions serve the same objects.
 */
export async function managedTypes(client: KubeClient, signal: AbortSignal): Promise<Discovery> {
  return recovered(
    client.get("/apis", {}, signal).then(async (answer) => {
      const versions = groupVersions(answer as ApiGroupList);
      const found = await mapBounded(versions, CONCURRENCY, (one) => managedTypesOf(client, one, signal));
      const { types, problems, errors } = merged(found);
      return { types: firstOfEachResource(types), problems, errors };
    }),
    (error) => ofError("/apis", ["managed"], error),
  );
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

function groupVersions({ groups = [] }: ApiGroupList): readonly GroupVersion[] {
  return groups
    .filter(({ name }) => !isBuiltIn(name))
    .flatMap(({ name: group, versions = [], preferredVersion }) =>
      versions
        .map(({ version }) => ({ group, version }))
        .toSorted(
          (a, b) => Number(b.version === preferredVersion?.version) - Number(a.version === preferredVersion?.version),
        ),
    );
}

/** Kubernetes keeps names without a dot and those below k8s.io for itself; no provider's types are there. */
const isBuiltIn = (group: string): boolean => !group.includes(".") || group.endsWith(".k8s.io");

const managedTypesOf = (
  client: KubeClient,
  { group, version }: GroupVersion,
  signal: AbortSignal,
): Promise<Discovery> =>
  recovered(
    client.get(`/apis/${group}/${version}`, {}, signal).then((list): Discovery => {
      const types: readonly DiscoveredType[] = typesOfApiResourceList(list);
      return ofTypes(types);
    }),
    // The list of groups may run a moment ahead of the groups themselves, or behind them.
    (error) => (error.errorClass === "not_found" ? nothing : ofError(`${group}/${version}`, ["managed"], error, group)),
  );
