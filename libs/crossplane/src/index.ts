export { gvrOf, gvrParts, parseGvr } from "./gvr.ts";
export type { Gvr, GvrParts, Parsed } from "./gvr.ts";
export type { Owner } from "./owner.ts";
export { emptyRow, resourceClasses } from "./row.ts";
export type { ConditionStatus, ResourceClass, Row } from "./row.ts";
export type { ErrorClass, PackageRow, Rows, Snapshot, Source, SourceClass } from "./snapshot.ts";
