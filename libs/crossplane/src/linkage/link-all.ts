import type { Coverage } from "../coverage.ts";
import type { Owner } from "../conversion/owner.ts";
import type { Rows } from "../snapshot.ts";
import { linkClaims } from "./link-claims.ts";
import { linkMRs } from "./link-mrs.ts";
import { linkOwners } from "./link-owners.ts";
import { linkXRs } from "./link-xrs.ts";

/** What linkage looks at besides rows. */
export interface LinkedWith {
  readonly coverage: Coverage;
  readonly namespaceOwners: ReadonlyMap<string, Owner>;
}

/** Links rows of all classes with each other, each anew from what the objects themselves say; one for one and in their order. */
export function linkAll(rows: Rows, { coverage, namespaceOwners }: LinkedWith): Rows {
  const claim = linkClaims(rows.claim, rows.composite, coverage);
  const composite = linkXRs(rows.composite, claim, coverage);
  const managed = linkMRs(rows.managed, composite, coverage);
  return linkOwners({ claim, composite, managed }, namespaceOwners);
}
