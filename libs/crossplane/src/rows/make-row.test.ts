import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompactRow } from "./compact-row.ts";
import { changeRow, makeRow, plainRow } from "./make-row.ts";
import { emptyRow, type Row } from "./row.ts";

const textOrOther = (value: unknown): fc.Arbitrary<unknown> =>
  typeof value === "string" ? fc.constantFrom("", "a", "b") : typeof value === "number" ? fc.nat(3) : fc.boolean();
const anyRow = fc
  .tuple(...Object.values(emptyRow).map(textOrOther))
  .map((values) => Object.fromEntries(Object.keys(emptyRow).map((field, index) => [field, values[index]])))
  .map((fields) => fields as unknown as Row);
const someFields = fc
  .tuple(anyRow, fc.subarray(Object.keys(emptyRow) as (keyof Row)[]))
  .map(([row, fields]): Partial<Row> => Object.fromEntries(fields.map((field) => [field, row[field]])));

const fieldsOf = (row: Row): unknown => ({ ...plainRow(row) });
const bucket = (fields: Partial<Row>): CompactRow => {
  const row = makeRow({ ...emptyRow, kind: "Bucket", readyReason: "Available", parentUid: "9f3c", ...fields });
  if (!(row instanceof CompactRow)) throw new Error("not in compact form");
  return row;
};

describe("a row that is made", () => {
  it("has the fields of what it was made of, whatever was made before", () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        expect(fieldsOf(makeRow(row))).toEqual(row);
      }),
    );
  });

  it("has them too where it takes what is equal from an earlier state", () => {
    fc.assert(
      fc.property(anyRow, anyRow, (row, like) => {
        expect(fieldsOf(makeRow(row, makeRow(like)))).toEqual(row);
      }),
    );
  });

  it("is the earlier state where nothing changed", () => {
    const before = bucket({ name: "orders", uid: "5c0f", creator: "ann" });
    expect(makeRow(plainRow(before), before)).toBe(before);
  });

  it("shares what it has in common with others", () => {
    const [a, b] = [bucket({ name: "a", createdAt: 1 }), bucket({ name: "b", createdAt: 2 })];
    for (const part of ["blueprint", "health", "ownership", "family"] as const) expect(a[part]).toBe(b[part]);
  });

  it("shares nothing that differs", () => {
    const ready = bucket({ name: "a", ready: 1 });
    const { family, health } = bucket({ name: "b", ready: 0, parentUid: "0000" });
    expect([health === ready.health, family === ready.family]).toEqual([false, false]);
  });
});

describe("a row that is changed", () => {
  it("has the new fields and keeps the others", () => {
    fc.assert(
      fc.property(anyRow, someFields, (row, fields) => {
        for (const one of [row, makeRow(row)]) expect(fieldsOf(changeRow(one, fields))).toEqual({ ...row, ...fields });
      }),
    );
  });

  it("is the very same where it has the fields already", () => {
    const row = bucket({ creator: "ann" });
    expect(changeRow(row, { creator: "ann" })).toBe(row);
  });
});
