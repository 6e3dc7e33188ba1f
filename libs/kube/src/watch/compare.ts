import type { KeptObjects, Listed } from "./kept-objects.ts";
import type { ObjectVersion } from "./object-version.ts";

export interface Comparison<T> {
  readonly kept: KeptObjects<T>;
  readonly listed: readonly Listed<T>[];
  /** What the list shows is true at this resourceVersion, and every event up to it has been taken. */
  readonly resourceVersion: number;
  /** The resourceVersion of each deletion since before the list was read. */
  readonly deletions: ReadonlyMap<string, number>;
}

export const objectKey = ({ namespace, name }: Pick<ObjectVersion, "namespace" | "name">): string =>
  `${namespace}/${name}`;

/**
 * How many objects are kept otherwise than they are: what was listed and not kept in that state or a later one, and what
 * is kept and was not listed, unless it happened after the list.
 */
export function differences<T>({ kept, listed, resourceVersion, deletions }: Comparison<T>): number {
  const seen = new Set(listed.map(({ version }) => objectKey(version)));
  const missed = listed.filter(({ version }) => {
    const known = kept.find(version)?.version.resourceVersion ?? deletions.get(objectKey(version)) ?? 0;
    return known < version.resourceVersion;
  });
  const left = [...kept.versions()].filter(
    (version) => version.resourceVersion <= resourceVersion && !seen.has(objectKey(version)),
  );
  return missed.length + left.length;
}
