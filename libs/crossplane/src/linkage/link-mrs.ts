import { fullCoverage } from "../coverage.ts";
import { changeRow } from "../rows/make-row.ts";
import type { Row } from "../rows/row.ts";
import { mapRows } from "./map-rows.ts";
import { effectiveClaim } from "./claim-fields.ts";
import { isParentGone } from "./dangling.ts";
import { familyTree } from "./family-tree.ts";
import { rootFields } from "./root-fields.ts";

/**
 * MRs take the composition of the XR that composed them, the claim it belongs to, and group and kind of their root.
 * The XRs must be linked already.
 */
export function linkMRs(mrs: readonly Row[], xrs: readonly Row[], coverage = fullCoverage): readonly Row[] {
  const tree = familyTree(xrs);
  return mapRows(mrs, (mr) =>
    changeRow(mr, {
      ...effectiveClaim(mr, tree.nearestTo(mr)),
      ...rootFields(mr, tree),
      composition: tree.parentOf(mr)?.composition ?? "",
      dangling: isParentGone(mr, tree, coverage) ? "parent" : "",
    }),
  );
}
