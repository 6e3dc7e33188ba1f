import { CompactRow } from "./compact-row.ts";
import { emptyRow } from "./row.ts";
import type { Row } from "./row.ts";
import { sharePart } from "./share-parts.ts";

/**
 * A row as it is kept: it shares with other rows what they have in common. It takes what is equal from `like`, an earlier
 * state of it, and is `like` if all is.
 */
export function makeRow(row: Row, like?: Row): Row {
  const before = like instanceof CompactRow ? like : undefined;
  const parts = {
    blueprint: sharePart.blueprint(row, before?.blueprint),
    health: sharePart.health(row, before?.health),
    ownership: sharePart.ownership(row, before?.ownership),
    family: sharePart.family(row, before?.family),
  };
  if (before === undefined) return new CompactRow(row, parts);
  const made = new CompactRow(
    {
      namespace: equal(before.namespace, row.namespace),
      name: equal(before.name, row.name),
      uid: equal(before.uid, row.uid),
      externalName: equal(before.externalName, row.externalName),
      createdAt: row.createdAt,
      readySince: row.readySince,
      syncedSince: row.syncedSince,
    },
    parts,
  );
  return ownKeys.every((key) => made[key] === before[key]) ? before : made;
}

/** The row with those fields; the very same row if it has them already, so that generations share memory. */
export function changeRow(row: Row, fields: Partial<Row>): Row {
  for (const key in fields) {
    const field = key as keyof Row;
    if (row[field] !== fields[field]) return makeRow({ ...plainRow(row), ...fields }, row);
  }
  return row;
}

/** The row as an object that has each field itself, all in one order. */
export function plainRow(row: Row): Row {
  const plain: Record<string, unknown> = { ...emptyRow };
  for (const field of fieldNames) plain[field] = row[field];
  return plain as unknown as Row;
}

const fieldNames = Object.keys(emptyRow) as (keyof Row)[];

/** Of two texts the one that is kept already, where they are equal. */
const equal = (kept: string, read: string): string => (kept === read ? kept : read);
const ownKeys = Object.keys(makeRow(emptyRow)) as (keyof CompactRow)[];
