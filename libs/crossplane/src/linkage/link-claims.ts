import { fullCoverage } from "../coverage.ts";
import { changeRow } from "../rows/make-row.ts";
import type { Row } from "../rows/row.ts";
import { mapRows } from "./map-rows.ts";
import { identity, identityOf, indexBy, indexUnique } from "./row-index.ts";

/**
 * Claims take the composition of their XR where they name none: the XR of `spec.resourceRef`, else the one whose
 * `spec.claimRef` names the claim.
 */
export function linkClaims(claims: readonly Row[], xrs: readonly Row[], coverage = fullCoverage): readonly Row[] {
  const byIdentity = indexBy(xrs, identityOf);
  const byClaim = indexUnique(xrs, claimOfXR);
  return mapRows(claims, (claim) => {
    const referred = byIdentity.get(xrOfClaim(claim));
    const xr = referred ?? byClaim.get(identityOf(claim));
    const isDangling = referred === undefined && xrOfClaim(claim) !== "" && coverage(claim.xrGroup, claim.xrKind, "");
    return changeRow(claim, {
      composition: claim.ownComposition || (xr?.ownComposition ?? ""),
      dangling: isDangling ? "xr" : "",
    });
  });
}

/** Only cluster-scoped XRs can be claimed. `""` where the reference does not say which kind it means. */
export const xrOfClaim = ({ xrGroup, xrKind, xrName }: Row): string =>
  xrKind === "" || xrName === "" ? "" : identity(xrGroup, xrKind, "", xrName);

/** A claim and its XR come from one XRD, so they share its group. `""` where the XR does not say which kind it means. */
export const claimOfXR = ({ group, ownClaimKind, ownClaimNamespace, ownClaimName }: Row): string =>
  ownClaimKind === "" || ownClaimName === "" ? "" : identity(group, ownClaimKind, ownClaimNamespace, ownClaimName);
