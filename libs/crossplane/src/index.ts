export { groupVersionsOf } from "./api-group-list.ts";
export type { GroupVersion } from "./api-group-list.ts";
export { servedResources, typesOfApiResourceList } from "./api-resource-list.ts";
export { compositionRevisionFromObject } from "./composition-revisions.ts";
export type { ConversionSettings } from "./conversion-settings.ts";
export { fullCoverage } from "./coverage.ts";
export type { Coverage } from "./coverage.ts";
export type { DiscoveredType } from "./discovered-type.ts";
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
export { changeRow, makeRow, plainRow } from "./make-row.ts";
export { typeOfMrd } from "./mrd.ts";
export { namespaceOwner } from "./owner.ts";
export type { Owner } from "./owner.ts";
export { packageFromObject } from "./packages.ts";
export { compareRows } from "./row-order.ts";
export { rowReader } from "./row-reader.ts";
export { emptyRow, resourceClasses } from "./row.ts";
export type { ConditionStatus, Dangling, ResourceClass, Row } from "./row.ts";
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
export { sortRows } from "./sort-rows.ts";
export { walkRows } from "./walk-rows.ts";
export type { RowVisitor } from "./walk-rows.ts";
export { typesOfXrd } from "./xrd.ts";
