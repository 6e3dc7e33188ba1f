import { gvrParts, type DiscoveredType, type Gvr, type ResourceClass } from "@xp-tracker/crossplane";
import { mapBounded } from "./bounded.ts";
import type { Discovery, ExtraTypes } from "./discovery.ts";
import type { KubeClient } from "./kube-client.ts";
import { merged, ofError, ofProblem, ofTypes, recovered } from "./partial-discovery.ts";

interface ApiResourceList {
  readonly resources?: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

const CONCURRENCY = 4;

/** The types that the configuration names; kind and scope come from API discovery of their group and version. */
export async function extraTypes(client: KubeClient, extra: ExtraTypes, signal: AbortSignal): Promise<Discovery> {
  const wanted: readonly (readonly [ResourceClass, readonly Gvr[]])[] = [
    ["claim", extra.extraClaims],
    ["composite", extra.extraXRs],
    ["managed", extra.extraMRs],
  ];
  const each = wanted.flatMap(([resourceClass, gvrs]) => gvrs.map((gvr) => [resourceClass, gvr] as const));
  const byGroupVersion = Map.groupBy(each, ([, gvr]) => groupVersionOf(gvr));
  return merged(
    await mapBounded([...byGroupVersion], CONCURRENCY, ([groupVersion, named]) =>
      lookedUp(client, groupVersion, named, signal),
    ),
  );
}

function groupVersionOf(gvr: Gvr): string {
  const { group, version } = gvrParts(gvr);
  return `${group}/${version}`;
}

type Named = readonly [ResourceClass, Gvr];

function lookedUp(client: KubeClient, groupVersion: string, named: readonly Named[], signal: AbortSignal) {
  return recovered(
    client.get(`/apis/${groupVersion}`, {}, signal).then((answer) => {
      const { resources = [] } = answer as ApiResourceList;
      const byName = new Map(resources.map((resource) => [resource.name, resource]));
      return merged(
        named.map(([resourceClass, gvr]) => typeOf(resourceClass, gvr, byName.get(gvrParts(gvr).resource))),
      );
    }),
    (error): Discovery => {
      if (error.errorClass === "not_found") return merged(named.map(([, gvr]) => notServed(gvr)));
      const classes = [...new Set(named.map(([resourceClass]) => resourceClass))];
      return ofError(groupVersion, classes, error, gvrParts(named[0]?.[1] as Gvr).group);
    },
  );
}

function typeOf(
  resourceClass: ResourceClass,
  gvr: Gvr,
  found: { kind: string; namespaced: boolean } | undefined,
): Discovery {
  if (found === undefined) return notServed(gvr);
  const { group, resource } = gvrParts(gvr);
  const { kind, namespaced } = found;
  const type: DiscoveredType = {
    gvr,
    class: resourceClass,
    kind,
    namespaced,
    provider: "",
    definition: `${resource}.${group}`,
  };
  return ofTypes([type]);
}

const notServed = (gvr: Gvr): Discovery => ofProblem(gvr, "the API server does not serve this type");
