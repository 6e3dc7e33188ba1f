import { fullCoverage, type Coverage } from "../coverage.ts";
import { changeRow } from "../rows/make-row.ts";
import type { Row } from "../rows/row.ts";
import { mapRows } from "./map-rows.ts";
import { effectiveClaim, type ClaimFields } from "./claim-fields.ts";
import { isParentGone } from "./dangling.ts";
import { familyTree } from "./family-tree.ts";
import { claimOfXR, xrOfClaim } from "./link-claims.ts";
import { namesItself } from "./names-itself.ts";
import { rootFields } from "./root-fields.ts";
import { identityOf, indexBy, indexUnique } from "./row-index.ts";

/**
 * XRs take the claim at the top of their tree: the one they name, else the one whose `spec.resourceRef` names them,
 * else that of their closest relative. Nested XRs take group and kind of their root.
 */
export function linkXRs(xrs: readonly Row[], claims: readonly Row[], coverage = fullCoverage): readonly Row[] {
  const tree = familyTree(xrs);
  const findClaim = claimFinder(claims);
  const fields = new Map<Row, ClaimFields & Pick<Row, "composition" | "xrGroup" | "xrKind" | "dangling">>();
  for (const xr of tree.topDown) {
    const claim = findClaim(xr);
    const nearest = tree.nearestTo(xr);
    fields.set(xr, {
      ...effectiveClaim(xr, claim ?? (nearest && fields.get(nearest))),
      ...rootFields(xr, tree),
      composition: xr.ownComposition,
      dangling:
        !namesItself(xr) && isParentGone(xr, tree, coverage)
          ? "parent"
          : isClaimGone(xr, claim, coverage)
            ? "claim"
            : "",
    });
  }
  return mapRows(xrs, (xr) => changeRow(xr, fields.get(xr) ?? {}));
}

function claimFinder(claims: readonly Row[]): (xr: Row) => ClaimFields | undefined {
  const byIdentity = indexBy(claims, identityOf);
  const byXR = indexUnique(claims, xrOfClaim);
  return (xr) => {
    const claim = xr.ownClaimKind === "" ? byXR.get(identityOf(xr)) : byIdentity.get(claimOfXR(xr));
    return claim && { claimName: claim.name, claimNamespace: claim.namespace, claimKind: claim.kind };
  };
}

/** Labels alone do not make a claim gone: they give no kind, and people set them too. */
const isClaimGone = (xr: Row, claim: ClaimFields | undefined, coverage: Coverage): boolean =>
  claim === undefined && claimOfXR(xr) !== "" && coverage(xr.group, xr.ownClaimKind, xr.ownClaimNamespace);
