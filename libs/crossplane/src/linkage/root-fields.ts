import type { Row } from "../rows/row.ts";
import type { FamilyTree } from "./family-tree.ts";

/** Group and kind of the root composite that `xrName` names; empty where no such root is known. */
export function rootFields(row: Row, tree: FamilyTree): Pick<Row, "xrGroup" | "xrKind"> {
  const root = tree.rootOf(row);
  return root !== undefined && root.name === row.xrName
    ? { xrGroup: root.group, xrKind: root.kind }
    : { xrGroup: "", xrKind: "" };
}
