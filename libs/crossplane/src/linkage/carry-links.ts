import { changeRow } from "../make-row.ts";
import { emptyRow } from "../row.ts";
import type { ResourceClass, Row } from "../row.ts";

type Field = keyof Row;

interface FieldsOfClass {
  /** All that linkage looks at, in any row. */
  readonly lookedAt: readonly Field[];
  /** All that it finds. */
  readonly found: readonly Field[];
}

const LOOKED_AT = [
  "gvr",
  "group",
  "kind",
  "namespace",
  "name",
  "uid",
  "ownCreator",
  "ownTeam",
  "ownComposition",
  "xrName",
  "ownClaimName",
  "ownClaimNamespace",
  "ownClaimKind",
  "parentUid",
  "parentGroup",
  "parentKind",
] as const satisfies readonly Field[];

const FOUND = ["creator", "team", "composition", "dangling"] as const satisfies readonly Field[];
const FOUND_BY_LABELS = ["claimName", "claimNamespace", "claimKind", "xrGroup", "xrKind"] as const;

const ofClaims: FieldsOfClass = { lookedAt: [...LOOKED_AT, "xrGroup", "xrKind"], found: FOUND };
const ofOthers: FieldsOfClass = { lookedAt: LOOKED_AT, found: [...FOUND, ...FOUND_BY_LABELS] };
const fieldsOf: Readonly<Record<ResourceClass, FieldsOfClass>> = {
  claim: ofClaims,
  composite: ofOthers,
  managed: ofOthers,
};

/**
 * What linkage found for `before`, an earlier state of the object, and finds for this one too, while their relatives stay
 * as they are. Undefined where the two differ in something that linkage looks at.
 */
export function linksOf(row: Row, before: Row, resourceClass: ResourceClass): Partial<Row> | undefined {
  const { lookedAt, found } = fieldsOf[resourceClass];
  for (const field of lookedAt) if (row[field] !== before[field]) return undefined;
  return Object.fromEntries(found.map((field) => [field, before[field]]));
}

/** The row with {@link linksOf} the earlier state, undefined without: `before` where all is equal, `row` where it has them. */
export function carryLinks(row: Row, before: Row, resourceClass: ResourceClass): Row | undefined {
  const links = linksOf(row, before, resourceClass);
  if (links === undefined) return undefined;
  const carried = changeRow(row, links);
  return allFields.every((field) => carried[field] === before[field]) ? before : carried;
}

const allFields = Object.keys(emptyRow) as Field[];
