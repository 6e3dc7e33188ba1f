import { emptyRow } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { defaultOf, extraFields, originalFields, statusKey } from "./wire-fields.ts";
import type { WireField } from "./wire-fields.ts";
import { ShapeError } from "../snapshot/format-error.ts";
import { readers } from "./row-readers.ts";
import { asObject, readField } from "./wire-records.ts";
import { quote } from "./wire-text.ts";
import { writeValue } from "./wire-values.ts";
import type { WireValue } from "./wire-values.ts";

/** Turns rows of a class into JSON text: the original's keys, always and in its order, then ours where they say something. */
export function rowWriter(resourceClass: ResourceClass): (row: Row) => string {
  const members = [
    ...originalFields[resourceClass].map(memberWriter),
    ...originalFields[resourceClass].filter(({ type }) => type === "condition").map(unknownWriter),
    ...extraFields[resourceClass].map(extraWriter),
  ];
  return (row) => {
    let text = "";
    for (const write of members) text += write(row);
    return `{${text.slice(1)}}`;
  };
}

type MemberWriter = (row: Row) => string;

/** The text of one member. Neighbours mostly have equal values, whose text is made once. */
function memberWriter({ key, field, type }: WireField): MemberWriter {
  const prefix = `,${quote(key)}:`;
  const write = writeValue[type];
  const read = readers[field];
  let last: WireValue | undefined;
  let text = "";
  return (row) => {
    const value = read(row);
    if (value !== last) {
      last = value;
      text = prefix + write(value);
    }
    return text;
  };
}

function unknownWriter({ key, field }: WireField): MemberWriter {
  const read = readers[field];
  const text = `,${quote(statusKey(key))}:"Unknown"`;
  return (row) => (read(row) === -1 ? text : "");
}

/** Nothing where the field has its default. */
function extraWriter(wireField: WireField): MemberWriter {
  const { field, effective } = wireField;
  const write = memberWriter(wireField);
  const read = readers[field];
  const readDefault = effective === undefined ? () => emptyRow[field] : readers[effective];
  return (row) => (read(row) === readDefault(row) ? "" : write(row));
}

/**
 * Makes rows of what `JSON.parse` gave for one. All rows of a reader share the strings that are equal in them.
 * @throws ShapeError (the returned function)
 */
export function rowReader(resourceClass: ResourceClass, intern: (text: string) => string): (value: unknown) => Row {
  const fields = [...originalFields[resourceClass], ...extraFields[resourceClass]];
  const fieldOf = new Map(fields.map((wireField) => [wireField.key, wireField]));
  const derived = fields.filter(({ effective }) => effective !== undefined);
  const conditions = fields
    .filter(({ type }) => type === "condition")
    .map(({ key, field }) => ({ key: statusKey(key), field }));

  return (value) => {
    const wire = asObject(value);
    const row: Row = { ...emptyRow };
    const target = row as Record<keyof Row, WireValue>;
    // By what is there: half of the fields mostly are not.
    for (const key in wire) {
      const wireField = fieldOf.get(key);
      if (wireField === undefined) continue;
      const { field, type } = wireField;
      const read = readField(type, wire[key], key);
      if (read !== undefined) target[field] = typeof read === "string" && !distinct.has(field) ? intern(read) : read;
    }
    for (const wireField of derived) {
      const { key, field } = wireField;
      if (wire[key] === undefined || wire[key] === null) target[field] = defaultOf(wireField, row);
    }
    for (const { key, field } of conditions) if (wire[key] === "Unknown") target[field] = -1;
    if (row.gvr === "" || row.name === "") throw new ShapeError("has an entry without gvr or name");
    return row;
  };
}

/** Fields whose values hardly repeat: looking for an equal one costs more than it saves. */
const distinct: ReadonlySet<keyof Row> = new Set(["uid", "name", "externalName"]);
