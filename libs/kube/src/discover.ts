import type { DiscoveredType } from "@xp-tracker/crossplane";
import type { Discovery, DiscoveryProblem, DiscoverOptions } from "./discovery.ts";
import { joined } from "./discovery-parts.ts";
import { extraTypes } from "./extra-types.ts";
import type { KubeClient } from "./kube-client.ts";
import { mrdTypes } from "./mrd-types.ts";
import { firstOfEachResource, resourceKey } from "./one-version.ts";
import { xrdTypes } from "./xrd-types.ts";

/**
 * What there is to list: the types of XRDs and MRDs (else of the category `managed`), and the extra ones. A list that
 * fails is a source with an error and its known types, a definition that cannot be read is a problem; neither stops the
 * others. No claims is normal; so is a cluster without Crossplane.
 * @throws the signal's reason
 */
export async function discover(client: KubeClient, options: DiscoverOptions, signal: AbortSignal): Promise<Discovery> {
  const known = options.known ?? [];
  const extras = extraTypes(client, options, known, signal);
  const parts = await Promise.all([xrdTypes(client, known, signal), mrdTypes(client, known, signal), extras]);
  const { sources, problems } = joined(parts);
  const types = firstOfEachResource(sources.flatMap((source) => source.types));
  const extraProblems = readOtherwise(
    (await extras).sources.flatMap((source) => source.types),
    types,
  );
  return { types: types.toSorted(byGvr), sources, problems: [...problems, ...extraProblems] };
}

/** Byte order, as the original sorts. */
const byGvr = (a: DiscoveredType, b: DiscoveredType): number => (a.gvr < b.gvr ? -1 : Number(a.gvr > b.gvr));

/** An extra type whose objects a definition already yields, in another version or class: it says what is read. */
function readOtherwise(
  extras: readonly DiscoveredType[],
  types: readonly DiscoveredType[],
): readonly DiscoveryProblem[] {
  const readAs = new Map(types.map((type) => [resourceKey(type), type]));
  return extras.flatMap((extra) => {
    const read = readAs.get(resourceKey(extra));
    if (read === undefined || (read.gvr === extra.gvr && read.class === extra.class)) return [];
    return [{ definition: extra.gvr, reason: `its objects are read as ${read.class} ${read.gvr} already` }];
  });
}
