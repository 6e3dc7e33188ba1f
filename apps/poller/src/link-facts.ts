import type { LinkedWith } from "@xp-tracker/crossplane";
import type { NamespaceOwner } from "./cluster-reader.ts";
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

/** What is equal for facts with which linkage finds the same. */
export const comparable = ({ coverage, owners }: LinkFacts) => ({
  ...coverage,
  sources: coverage.sources.map(({ class: name, gvr, lastSuccess }) => `${name} ${gvr} ${lastSuccess > 0}`),
  owners,
});
