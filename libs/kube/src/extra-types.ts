import { gvrParts, type DiscoveredType, type Gvr, type ResourceClass } from "@xp-tracker/crossplane";
import { KubeApiError } from "./api-error.ts";
import { mapBounded } from "./bounded.ts";
import type { DiscoverOptions, DiscoveryPart } from "./discovery.ts";
import { failedPart, joined, orApiError, readPart } from "./discovery-parts.ts";
import type { KubeClient } from "./kube-client.ts";

interface ApiResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

interface ExtraType {
  readonly gvr: Gvr;
  readonly class: ResourceClass;
}

const CONCURRENCY = 4;

/** The types that the configuration names; kind and scope come from API discovery of their group and version. */
export async function extraTypes(
  client: KubeClient,
  options: DiscoverOptions,
  known: readonly DiscoveredType[],
  signal: AbortSignal,
): Promise<DiscoveryPart> {
  const byGroupVersion = Map.groupBy(extraTypesOf(options), ({ gvr }) => groupVersionOf(gvr));
  const parts = await mapBounded([...byGroupVersion], CONCURRENCY, async ([groupVersion, extras]) => {
    const found = await orApiError(resourcesIn(client, groupVersion, signal));
    return joined(extras.map((extra) => partOf(extra, found, known)));
  });
  return joined(parts);
}

const extraTypesOf = ({ extraClaims, extraXRs, extraMRs }: DiscoverOptions): readonly ExtraType[] => [
  ...extraClaims.map((gvr) => ({ gvr, class: "claim" as const })),
  ...extraXRs.map((gvr) => ({ gvr, class: "composite" as const })),
  ...extraMRs.map((gvr) => ({ gvr, class: "managed" as const })),
];

function groupVersionOf(gvr: Gvr): string {
  const { group, version } = gvrParts(gvr);
  return `${group}/${version}`;
}

async function resourcesIn(client: KubeClient, groupVersion: string, signal: AbortSignal) {
  const { resources = [] } = (await client.get(`/apis/${groupVersion}`, {}, signal)) as {
    resources?: readonly ApiResource[];
  };
  return new Map(resources.map((resource) => [resource.name, resource]));
}

function partOf(
  extra: ExtraType,
  found: ReadonlyMap<string, ApiResource> | KubeApiError,
  known: readonly DiscoveredType[],
): DiscoveryPart {
  const { gvr } = extra;
  const { group, resource } = gvrParts(gvr);
  if (found instanceof KubeApiError && found.errorClass !== "not_found") {
    return failedPart(
      gvr,
      known.filter((type) => type.gvr === gvr),
      found,
    );
  }
  const served = found instanceof KubeApiError ? undefined : found.get(resource);
  if (served === undefined) {
    return readPart(gvr, [], [{ definition: gvr, reason: "the API server does not serve this type" }]);
  }
  const { kind, namespaced } = served;
  return readPart(gvr, [{ ...extra, kind, namespaced, provider: "", definition: `${resource}.${group}` }]);
}
