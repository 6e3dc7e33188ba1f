import { gvrParts, resourceClasses } from "@xp-tracker/crossplane";
import type { Gvr, ResourceClass, Source } from "@xp-tracker/crossplane";
import type { DiscoveryError, DiscoveryProblem } from "@xp-tracker/kube";
import type { Reading } from "../read/cluster-reader.ts";

/** A failed list keeps its rows and its last success, and says why it failed. */
export function sourcesOf(
  known: readonly Source[],
  readings: readonly Reading<unknown>[],
  nowSeconds: number,
): readonly Source[] {
  const before = new Map(known.map((source) => [keyOf(source), source]));
  return readings.map((reading) => {
    const { gvr, class: sourceClass } = reading;
    if (reading.ok) {
      return { gvr, class: sourceClass, rows: reading.items.length, lastSuccess: nowSeconds, error: "" };
    }
    const previous = before.get(keyOf(reading));
    return {
      gvr,
      class: sourceClass,
      rows: previous?.rows ?? 0,
      lastSuccess: previous?.lastSuccess ?? 0,
      error: reading.error,
    };
  });
}

/**
 * Sources whose rows are still served, and so still reported, as not up, though nothing was listed: what defines them
 * could not be read since the start, or has moved them to a version that cannot be listed yet.
 */
export function unlistedSources(
  known: readonly Source[],
  listed: readonly Reading<unknown>[],
  errors: readonly DiscoveryError[],
): readonly Source[] {
  const keys = new Set(listed.map(keyOf));
  return known.flatMap((source) => {
    if (!isRowSource(source) || keys.has(keyOf(source))) return [];
    const undefinable = errors.find((error) => mayMiss(error, source))?.error.errorClass;
    const error = undefinable ?? listed.flatMap((reading) => whyNotMoved(source, reading))[0];
    return error === undefined ? [] : [{ ...source, error }];
  });
}

/** What discovery left out although somebody wants it read: nothing is held of it, and that is not nothing to tell. */
export function missingSources(
  known: readonly Source[],
  problems: readonly DiscoveryProblem[],
  listed: readonly Source[],
): readonly Source[] {
  const before = new Map(known.map((source) => [keyOf(source), source]));
  const keys = new Set(listed.map(keyOf));
  return problems.flatMap(({ missing }) => {
    if (missing === undefined || keys.has(keyOf(missing))) return [];
    keys.add(keyOf(missing));
    return [{ ...missing, rows: 0, lastSuccess: before.get(keyOf(missing))?.lastSuccess ?? 0 }];
  });
}

/** A source whose items are rows of a resource class, not what they are found with. */
export const isRowSource = <S extends Pick<Source, "class">>(
  source: S,
): source is S & { readonly class: ResourceClass } => resourceClasses.some((name) => name === source.class);

const mayMiss = ({ classes, group }: DiscoveryError, source: Source & { readonly class: ResourceClass }): boolean =>
  classes.includes(source.class) && (group === undefined || group === gvrParts(source.gvr).group);

/** Why a source was not read in another version: its rows, if it has any, leave only when others have come. */
const whyNotMoved = (source: Source, reading: Reading<unknown>): readonly Source["error"][] =>
  source.rows > 0 && !reading.ok && reading.class === source.class && isSameResource(reading.gvr, source.gvr)
    ? [reading.error]
    : [];

function isSameResource(a: Gvr, b: Gvr): boolean {
  const [{ group, resource }, other] = [gvrParts(a), gvrParts(b)];
  return group === other.group && resource === other.resource;
}

const keyOf = ({ class: sourceClass, gvr }: Pick<Source, "class" | "gvr">): string => `${sourceClass} ${gvr}`;
