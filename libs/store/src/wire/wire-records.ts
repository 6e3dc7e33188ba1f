import type { CompositionRevision, NamespaceOwner, PackageRow, Source } from "@xp-tracker/crossplane";
import { ShapeError } from "../snapshot/format-error.ts";
import { quote } from "./wire-text.ts";
import { readValue, writeValue } from "./wire-values.ts";
import type { WireType, WireValue } from "./wire-values.ts";

/** The types of a flat record's fields, in the order in which they are written. */
type RecordTypes<T> = Readonly<Record<keyof T & string, WireType>>;

export const sourceTypes: RecordTypes<Source> = {
  gvr: "text",
  class: "text",
  rows: "integer",
  lastSuccess: "time",
  error: "text",
};

export const packageTypes: RecordTypes<PackageRow> = {
  kind: "text",
  name: "text",
  package: "text",
  version: "text",
  revision: "text",
  installed: "integer",
  installedReason: "text",
  healthy: "integer",
  healthyReason: "text",
};

export const compositionRevisionTypes: RecordTypes<CompositionRevision> = {
  name: "text",
  composition: "text",
  revision: "integer",
};

export const namespaceOwnerTypes: RecordTypes<NamespaceOwner> = {
  namespace: "text",
  creator: "text",
  team: "text",
};

const absent: Readonly<Record<WireType, WireValue>> = { text: "", flag: false, condition: -1, time: 0, integer: 0 };

/** The JSON text of a record. */
export function writeRecord<T>(types: RecordTypes<T>, record: T): string {
  const members = keysOf(types).map((key) => `${quote(key)}:${writeValue[types[key]](record[key] as WireValue)}`);
  return `{${members.join(",")}}`;
}

/**
 * A record of what `JSON.parse` gave; keys that are missing or null have the value that means "none".
 * @throws ShapeError
 */
export function readRecord<T>(types: RecordTypes<T>, value: unknown): T {
  const wire = asObject(value);
  return Object.fromEntries(
    keysOf(types).map((key) => [key, readField(types[key], wire[key], key) ?? absent[types[key]]]),
  ) as T;
}

export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ShapeError("has an entry that is not an object");
}

/** The value; undefined for missing or null. @throws ShapeError on another type */
export function readField(type: WireType, value: unknown, key: string): WireValue | undefined {
  if (value === undefined || value === null) return undefined;
  const read = readValue[type](value);
  if (read === undefined) throw new ShapeError(`has a "${key}" that is not a ${type}`);
  return read;
}

const keysOf = <T>(types: RecordTypes<T>): (keyof T & string)[] => Object.keys(types) as (keyof T & string)[];
