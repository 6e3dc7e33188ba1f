import { emptyRow, makeRow, plainRow } from "@xp-tracker/crossplane";
import type { Row } from "@xp-tracker/crossplane";

type Field = keyof Row;

/** What changes all the time and takes no part in linkage. */
const VOLATILE: readonly Field[] = [
  "ready",
  "readyReason",
  "readySince",
  "synced",
  "syncedReason",
  "syncedSince",
  "generation",
  "observedGeneration",
  "paused",
];

/** What linkage finds out of claims, and of XRs and MRs. */
const FOUND_OF_CLAIMS: readonly Field[] = ["creator", "team", "composition", "dangling"];
const FOUND: readonly Field[] = [...FOUND_OF_CLAIMS, "claimName", "claimNamespace", "claimKind", "xrGroup", "xrKind"];

const fixedWithout = (left: readonly Field[]): readonly Field[] =>
  (Object.keys(emptyRow) as Field[]).filter((field) => !left.includes(field) && !VOLATILE.includes(field));

interface FieldsOfClass {
  readonly found: readonly Field[];
  /** All that linkage may look at. */
  readonly fixed: readonly Field[];
}

const ofClaims: FieldsOfClass = { found: FOUND_OF_CLAIMS, fixed: fixedWithout(FOUND_OF_CLAIMS) };
const ofOthers: FieldsOfClass = { found: FOUND, fixed: fixedWithout(FOUND) };

/**
 * The rows with what linkage found for the same objects before; undefined where another linkage may find something else:
 * objects came or went, or differ in more than their conditions. `linked` are the rows of that GVR as they were linked last.
 */
export function carryLinks(rows: readonly Row[], linked: readonly Row[], isClaim: boolean): readonly Row[] | undefined {
  if (rows === linked) return rows;
  if (rows.length !== linked.length) return undefined;
  const { found, fixed } = isClaim ? ofClaims : ofOthers;
  const carried: Row[] = [];
  for (const [index, row] of rows.entries()) {
    const before = linked[index];
    if (before === undefined) return undefined;
    if (row !== before && fixed.some((field) => row[field] !== before[field])) return undefined;
    carried.push(row === before ? row : makeRow({ ...plainRow(row), ...pick(before, found) }, before));
  }
  return carried;
}

const pick = (row: Row, fields: readonly Field[]): Partial<Row> =>
  Object.fromEntries(fields.map((field) => [field, row[field]]));
