import { gvrParts, servedResources, type DiscoveredType, type Gvr, type ResourceClass } from "@xp-tracker/crossplane";
import { mapBounded } from "@xp-tracker/runtime";
import { KubeApiError } from "../api-error.ts";
import type { Discovery, ExtraTypes } from "./discovery.ts";
import { absent, failed, joined, orApiError, partly } from "./discovery-parts.ts";
import type { KubeClient } from "../kube-client.ts";

interface ExtraType {
  readonly gvr: Gvr;
  readonly class: ResourceClass;
}

type Served = ReadonlyMap<string, Pick<DiscoveredType, "kind" | "namespaced">>;

const CONCURRENCY = 4;

/** The types that the configuration names; kind and scope come from API discovery of their group and version. */
export async function extraTypes(client: KubeClient, extra: ExtraTypes, signal: AbortSignal): Promise<Discovery> {
  const byGroupVersion = Map.groupBy(extraTypesOf(extra), ({ gvr }) => groupVersionOf(gvr));
  return joined(
    await mapBounded([...byGroupVersion], CONCURRENCY, async ([groupVersion, types]) => {
      const served = await orApiError(resourcesIn(client, groupVersion, signal));
      return joined(types.map((type) => typeAmong(served, type)));
    }),
  );
}

const extraTypesOf = ({ extraClaims, extraXRs, extraMRs }: ExtraTypes): readonly ExtraType[] => [
  ...extraClaims.map((gvr) => ({ gvr, class: "claim" as const })),
  ...extraXRs.map((gvr) => ({ gvr, class: "composite" as const })),
  ...extraMRs.map((gvr) => ({ gvr, class: "managed" as const })),
];

function groupVersionOf(gvr: Gvr): string {
  const { group, version } = gvrParts(gvr);
  return `${group}/${version}`;
}

const resourcesIn = async (client: KubeClient, groupVersion: string, signal: AbortSignal): Promise<Served> =>
  servedResources(await client.get(`/apis/${groupVersion}`, {}, signal));

function typeAmong(served: Served | KubeApiError, extra: ExtraType): Discovery {
  const { gvr } = extra;
  const { group, resource } = gvrParts(gvr);
  if (served instanceof KubeApiError && served.errorClass !== "not_found") {
    return failed(gvr, [extra.class], served, group);
  }
  const found = served instanceof KubeApiError ? undefined : served.get(resource);
  if (found === undefined) {
    return absent(gvr, "the API server does not serve this type", { gvr, class: extra.class, error: "not_found" });
  }
  return partly({ types: [{ ...extra, ...found, provider: "", definition: `${resource}.${group}` }] });
}
