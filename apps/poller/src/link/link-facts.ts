import { isDeepStrictEqual } from "node:util";
import type { LinkedWith } from "@xp-tracker/crossplane";
import type { NamespaceOwner } from "../read/cluster-reader.ts";
import { coverageOf } from "./coverage.ts";
import type { CoverageFacts } from "./coverage.ts";

/** All that linkage looks at besides rows. */
export interface LinkFacts {
  readonly coverage: CoverageFacts;
  readonly owners: readonly NamespaceOwner[];
}

export const linkedWithOf = ({ coverage, owners }: LinkFacts): LinkedWith => ({
  coverage: coverageOf(coverage),
  namespaceOwners: new Map(owners),
});

/** What is equal where linkage takes a missing row for the same. */
export const coverageKey = ({ coverage }: LinkFacts) => ({
  ...coverage,
  sources: coverage.sources.map(
    ({ class: name, gvr, lastSuccess, error }) => `${name} ${gvr} ${lastSuccess > 0 && error === ""}`,
  ),
});

/** The namespaces that name another owner than before. */
export function otherOwners(now: readonly NamespaceOwner[], before: readonly NamespaceOwner[]): ReadonlySet<string> {
  if (now === before) return new Set();
  const [ownerNow, ownerBefore] = [new Map(now), new Map(before)];
  const isOther = (namespace: string): boolean =>
    !isDeepStrictEqual(ownerNow.get(namespace), ownerBefore.get(namespace));
  return new Set([...ownerNow.keys(), ...ownerBefore.keys()].filter(isOther));
}
