import type { Owner } from "../conversion/owner.ts";
import { changeRow } from "../rows/make-row.ts";
import type { Row } from "../rows/row.ts";
import type { Rows } from "../snapshot.ts";
import { mapRows } from "./map-rows.ts";
import { familyTree } from "./family-tree.ts";
import { identity, identityOf, indexBy } from "./row-index.ts";

/**
 * Finds creator and team of every row, each by itself: its own annotation, else that of its closest ancestor (parent,
 * its parents, their claim), else what its namespace, else its claim's namespace, names. The rows must be linked already.
 */
export function linkOwners(rows: Rows, namespaceOwners: ReadonlyMap<string, Owner>): Rows {
  const tree = familyTree(rows.composite);
  const claims = indexBy(rows.claim, identityOf);
  const claimOf = (xr: Row): Row | undefined =>
    claims.get(identity(xr.group, xr.claimKind, xr.claimNamespace, xr.claimName));

  const annotated = new Map<Row, Owner>();
  for (const xr of tree.topDown) {
    const nearest = tree.nearestTo(xr);
    const claim = nearest === undefined ? claimOf(xr) : undefined;
    annotated.set(xr, firstNamed(ownOwner(xr), nearest && annotated.get(nearest), claim && ownOwner(claim)));
  }

  const owned = (row: Row, owner: Owner): Row =>
    changeRow(row, firstNamed(owner, namespaceOwners.get(row.namespace), namespaceOwners.get(row.claimNamespace)));
  const ofMR = (mr: Row): Owner => {
    const nearest = tree.nearestTo(mr);
    return firstNamed(ownOwner(mr), nearest && annotated.get(nearest));
  };
  const linked = {
    claim: mapRows(rows.claim, (claim) => owned(claim, ownOwner(claim))),
    composite: mapRows(rows.composite, (xr) => owned(xr, annotated.get(xr) ?? ownOwner(xr))),
    managed: mapRows(rows.managed, (mr) => owned(mr, ofMR(mr))),
  };
  const isSame = linked.claim === rows.claim && linked.composite === rows.composite && linked.managed === rows.managed;
  return isSame ? rows : linked;
}

const ownOwner = ({ ownCreator, ownTeam }: Row): Owner => ({ creator: ownCreator, team: ownTeam });

const firstNamed = (...owners: readonly (Owner | undefined)[]): Owner => ({
  creator: owners.find((owner) => owner !== undefined && owner.creator !== "")?.creator ?? "",
  team: owners.find((owner) => owner !== undefined && owner.team !== "")?.team ?? "",
});
