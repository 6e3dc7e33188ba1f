import { gvrParts, type DiscoveredType } from "@xp-tracker/crossplane";
import type { Discovery, DiscoveryError, DiscoveryProblem, DiscoverySource, ExtraTypes } from "./discovery.ts";
import { joined } from "./discovery-parts.ts";
import { extraTypes } from "./extra-types.ts";
import { mrdTypes } from "./mrd-types.ts";
import { firstOfEachResource, resourceKey } from "./one-version.ts";
import { xrdTypes } from "./xrd-types.ts";

/**
 * What there is to list: the types of XRDs and MRDs (else of the category `managed`), and the extra ones. A source that
 * fails is an entry in `errors`, a definition that cannot be read one in `problems`; neither stops the others. No claims
 * is normal; so is a cluster without Crossplane.
 * @throws the signal's reason
 */
export async function discover(source: DiscoverySource, extra: ExtraTypes, signal: AbortSignal): Promise<Discovery> {
  const [xrds, mrds, extras] = await Promise.all([
    xrdTypes(source, signal),
    mrdTypes(source, signal),
    extraTypes(source.client, extra, signal),
  ]);
  const found = joined([xrds, mrds, extras]);
  const types = firstOfEachResource(found.types).toSorted(byGvr);
  return { ...found, types, problems: [...found.problems, ...readOtherwise(extras.types, types)] };
}

/**
 * The types to list, with what is known of them from before: what failed sources said last time stays, so that no error
 * is taken for the end of a type, and so does what a definition said that can be read no more; and a type that is found
 * now without its definition keeps what that said.
 */
export function keepKnown(known: readonly DiscoveredType[], discovery: Discovery): readonly DiscoveredType[] {
  const definedAs = new Map(known.map((type) => [`${type.class} ${type.gvr}`, type]));
  const types = discovery.types.map((type) =>
    type.provider === "" ? (definedAs.get(`${type.class} ${type.gvr}`) ?? type) : type,
  );
  const { errors, problems } = discovery;
  const unreadable = new Set(problems.flatMap(({ definition, missing }) => (missing ? [definition] : [])));
  if (errors.length === 0 && unreadable.size === 0) return types;
  const missing = known.filter(
    (type) => unreadable.has(type.definition) || errors.some((error) => mayMiss(error, type)),
  );
  return firstOfEachResource([...types, ...missing]).toSorted(byGvr);
}

const mayMiss = ({ classes, group }: DiscoveryError, type: DiscoveredType): boolean =>
  classes.includes(type.class) && (group === undefined || group === gvrParts(type.gvr).group);

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
