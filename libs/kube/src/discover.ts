import { gvrParts, type DiscoveredType } from "@xp-tracker/crossplane";
import { mrdTypes, xrdTypes } from "./definition-types.ts";
import type { Discovery, DiscoveryProblem, ExtraTypes } from "./discovery.ts";
import { extraTypes } from "./extra-types.ts";
import type { KubeClient } from "./kube-client.ts";
import { firstOfEachResource, resourceKey } from "./one-version.ts";
import { merged } from "./partial-discovery.ts";

/**
 * What there is to list: the types of XRDs and MRDs (else of the category `managed`), and the extra ones. A source that
 * fails is an entry in `errors`, a definition that cannot be read one in `problems`; neither stops the others.
 * @throws the signal's reason
 */
export async function discover(client: KubeClient, extra: ExtraTypes, signal: AbortSignal): Promise<Discovery> {
  const [xrds, mrds, extras] = await Promise.all([
    xrdTypes(client, signal),
    mrdTypes(client, signal),
    extraTypes(client, extra, signal),
  ]);
  const { types, problems, errors } = merged([xrds, mrds, extras]);
  const once = firstOfEachResource(types);
  return { types: once.toSorted(byGvr), problems: [...problems, ...otherVersions(extras.types, once)], errors };
}

/**
 * The types to list where parts of discovery failed: what the failed sources said last time stays, so that no list is
 * taken for gone because of an error.
 */
export function keepKnown(
  previous: readonly DiscoveredType[],
  { types, errors }: Discovery,
): readonly DiscoveredType[] {
  if (errors.length === 0) return types;
  const missing = previous.filter((type) =>
    errors.some(
      ({ classes, group }) =>
        classes.includes(type.class) && (group === undefined || group === gvrParts(type.gvr).group),
    ),
  );
  return firstOfEachResource([...types, ...missing]).toSorted(byGvr);
}

/** Byte order, as the original sorts. */
const byGvr = (a: DiscoveredType, b: DiscoveredType): number => (a.gvr < b.gvr ? -1 : Number(a.gvr > b.gvr));

function otherVersions(
  extras: readonly DiscoveredType[],
  kept: readonly DiscoveredType[],
): readonly DiscoveryProblem[] {
  const keptBy = new Map(kept.map((type) => [resourceKey(type), type]));
  return extras.flatMap((extra) => {
    const winner = keptBy.get(resourceKey(extra));
    if (winner === undefined || (winner.gvr === extra.gvr && winner.class === extra.class)) return [];
    return [{ definition: extra.gvr, reason: `its objects are read as ${winner.class} ${winner.gvr} already` }];
  });
}
