export { groupVersionsOf } from "./definitions/api-group-list.ts";
export type { GroupVersion } from "./definitions/api-group-list.ts";
export { servedResources, typesOfApiResourceList } from "./definitions/api-resource-list.ts";
export { compositionRevisionFromObject } from "./conversion/composition-revisions.ts";
export type { ConversionSettings } from "./conversion/conversion-settings.ts";
export { fullCoverage } from "./coverage.ts";
export type { Coverage } from "./coverage.ts";
export type { DiscoveredType } from "./definitions/discovered-type.ts";
export { gvrOf, gvrParts, parseGvr } from "./gvr.ts";
export type { Gvr, GvrParts, Parsed } from "./gvr.ts";
export { interner } from "./interner.ts";
export type { Intern } from "./interner.ts";
export { carryLinks } from "./linkage/carry-links.ts";
export { linkAll } from "./linkage/link-all.ts";
export type { LinkedWith } from "./linkage/link-all.ts";
export { linkClaims } from "./linkage/link-claims.ts";
export { linkMRs } from "./linkage/link-mrs.ts";
export { linkOwners } from "./linkage/link-owners.ts";
export { linkXRs } from "./linkage/link-xrs.ts";
export { relativesOf } from "./linkage/relatives.ts";
export type { Touched } from "./linkage/relatives.ts";
export { changeRow, makeRow, plainRow } from "./rows/make-row.ts";
export { typeOfMrd } from "./definitions/mrd.ts";
export { namespaceOwner } from "./conversion/owner.ts";
export type { Owner } from "./conversion/owner.ts";
export { packageFromObject } from "./conversion/packages.ts";
export { compareRows } from "./rows/row-order.ts";
export { rowReader } from "./conversion/row-reader.ts";
export { emptyRow, resourceClasses } from "./rows/row.ts";
export type { ConditionStatus, Dangling, ResourceClass, Row } from "./rows/row.ts";
export type {
  CompositionRevision,
  ErrorClass,
  NamespaceOwner,
  PackageRow,
  Rows,
  Snapshot,
  Source,
  SourceClass,
} from "./snapshot.ts";
export { sortRows } from "./rows/sort-rows.ts";
export { walkRows } from "./rows/walk-rows.ts";
export type { RowVisitor } from "./rows/walk-rows.ts";
export { typesOfXrd } from "./definitions/xrd.ts";
