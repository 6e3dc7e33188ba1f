import { gvrOf, gvrParts, typesOfApiResourceList, type DiscoveredType } from "@xp-tracker/crossplane";
import { KubeApiError } from "./api-error.ts";
import { mapBounded } from "./bounded.ts";
import type { DiscoveryPart } from "./discovery.ts";
import { failedPart, orApiError, readPart } from "./discovery-parts.ts";
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

/** Where the categories come from; API discovery gives them without the schemas. */
const CRDS = gvrOf({ group: "apiextensions.k8s.io", version: "v1", resource: "customresourcedefinitions" });

/** Requests that look one API group up at the same time. */
const CONCURRENCY = 4;

/**
 * The types that API discovery gives the category `managed`. A group that fails is that group's problem only: its known
 * types stay. Each resource is taken in one version, the group's preferred one if it has it: all serve the same objects.
 */
export async function managedTypes(
  client: KubeClient,
  known: readonly DiscoveredType[],
  signal: AbortSignal,
): Promise<DiscoveryPart> {
  const groups = await orApiError(client.get("/apis", {}, signal));
  if (groups instanceof KubeApiError) return failedPart(CRDS, known, groups);

  const looked = await mapBounded(groupVersions(groups as ApiGroupList), CONCURRENCY, async (groupVersion) => ({
    groupVersion,
    found: await orApiError(typesIn(client, groupVersion, signal)),
  }));
  const types = looked.flatMap(({ groupVersion, found }) =>
    found instanceof KubeApiError ? knownIn(groupVersion, found, known) : found,
  );
  const problems = looked.flatMap(({ groupVersion: { group, version }, found }) =>
    found instanceof KubeApiError && found.errorClass !== "not_found"
      ? [{ definition: `${group}/${version}`, reason: found.message }]
      : [],
  );
  return readPart(CRDS, firstOfEachResource(types), problems);
}

async function typesIn(client: KubeClient, { group, version }: GroupVersion, signal: AbortSignal) {
  return typesOfApiResourceList(await client.get(`/apis/${group}/${version}`, {}, signal));
}

/** The list of groups may run a moment ahead of the groups: one that is not found is gone, and no problem. */
const knownIn = ({ group, version }: GroupVersion, { errorClass }: KubeApiError, known: readonly DiscoveredType[]) =>
  errorClass === "not_found"
    ? []
    : known.filter(({ gvr }) => gvrParts(gvr).group === group && gvrParts(gvr).version === version);

function groupVersions({ groups = [] }: ApiGroupList): readonly GroupVersion[] {
  return groups
    .filter(({ name }) => !isBuiltIn(name))
    .flatMap(({ name: group, versions = [], preferredVersion }) => {
      const preferredFirst = (version: string) => Number(version !== preferredVersion?.version);
      return versions
        .map(({ version }) => ({ group, version }))
        .toSorted((a, b) => preferredFirst(a.version) - preferredFirst(b.version));
    });
}

/** Kubernetes keeps names without a dot and those below k8s.io for itself; no provider's types are there. */
const isBuiltIn = (group: string): boolean => !group.includes(".") || group.endsWith(".k8s.io");
