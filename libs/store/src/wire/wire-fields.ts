import { emptyRow } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { byClass } from "../by-class.ts";
import type { WireType } from "./wire-values.ts";

export interface WireField {
  readonly key: string;
  readonly field: keyof Row;
  readonly type: WireType;
  /** The field whose value is the default: what an object says itself is mostly the effective value too. */
  readonly effective: keyof Row | undefined;
}

/** The top-level key that holds the rows of a class. */
export const rowsKey = { claim: "claims", composite: "xrs", managed: "mrs" } as const satisfies Record<
  ResourceClass,
  string
>;

const identity = ["gvr", "group", "version", "kind", "namespace", "name"] as const;
const health = ["paused", "synced", "ready", "reason", "createdAt", "deletedAt"] as const;

/** The keys of the original program, which are always written, in its order. */
const originalKeys = {
  claim: [...identity, "creator", "team", "composition", ...health, "xrRef"],
  composite: [...identity, "claimName", "claimNamespace", "composition", ...health],
  managed: [
    ...identity,
    "xrName",
    "claimName",
    "claimNamespace",
    "provider",
    "providerConfig",
    "externalName",
    "managementPolicies",
    ...health,
  ],
} as const satisfies Record<ResourceClass, readonly string[]>;

const times: ReadonlySet<keyof Row> = new Set(["createdAt", "deletedAt", "readySince", "syncedSince"]);
const conditions: ReadonlySet<keyof Row> = new Set(["ready", "synced"]);

const typesOfJs: Readonly<Record<string, WireType>> = { number: "integer", boolean: "flag" };

const rowFields = Object.keys(emptyRow) as (keyof Row)[];

/** Where the original's key is not the name of our field. */
const renamed: Readonly<Record<string, keyof Row>> = { reason: "readyReason", xrRef: "xrName" };

export const originalFields: Readonly<Record<ResourceClass, readonly WireField[]>> = byClass((resourceClass) =>
  originalKeys[resourceClass].map((key) => wireField(key, renamed[key] ?? (key as keyof Row))),
);

/** All other fields of a row under their own names. Each is left out where it has its default: {@link defaultOf}. */
export const extraFields: Readonly<Record<ResourceClass, readonly WireField[]>> = byClass((resourceClass) => {
  const taken = new Set(originalFields[resourceClass].map(({ field }) => field));
  return rowFields.filter((field) => !taken.has(field)).map((field) => wireField(field, field));
});

/** `readyStatus`, `syncedStatus`: "Unknown" where that is so; the original's keys know true and false only. */
export const statusKey = (key: string): string => `${key}Status`;

/** The value of a field that a row on the wire does not have. */
export const defaultOf = ({ field, effective }: WireField, row: Row): Row[keyof Row] =>
  effective === undefined ? emptyRow[field] : row[effective];

function wireField(key: string, field: keyof Row): WireField {
  const effective = rowFields.find((other) => `own${other[0]?.toUpperCase()}${other.slice(1)}` === field);
  return { key, field, type: wireType(field), effective };
}

function wireType(field: keyof Row): WireType {
  if (times.has(field)) return "time";
  if (conditions.has(field)) return "condition";
  return typesOfJs[typeof emptyRow[field]] ?? "text";
}
