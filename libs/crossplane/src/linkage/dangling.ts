import type { Coverage } from "../coverage.ts";
import type { Row } from "../rows/row.ts";
import type { FamilyTree } from "./family-tree.ts";

/**
 * Whether the XR that composed a row is gone. Crossplane puts a root's name on all that it composes (`xrName`), so
 * without one the controller is something else, and not for us to miss.
 */
export const isParentGone = (row: Row, tree: FamilyTree, coverage: Coverage): boolean =>
  row.parentUid !== "" &&
  row.xrName !== "" &&
  !tree.hasParent(row) &&
  coverage(row.parentGroup, row.parentKind, row.namespace);
