import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutManagedFields } from "./without-managed-fields.ts";

const key = fc.oneof(fc.constantFrom("managedFields", 'x"managedFields', "managed", "\\", ""), fc.string());
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom('"managedFields":[', ',"managedFields":[', "]", "}]", '\\"', "\\", "\u2028"),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5 },
    text,
    fc.jsonValue(),
    fc.dictionary(key, tie("value")),
    fc.array(tie("value")),
    fc.record({ managedFields: fc.array(tie("value")), name: text }),
  ),
}));

/** The oracle: what `JSON.parse` gives, without what such lists hold. */
const emptied = (json: string): unknown =>
  JSON.parse(json, (name, member: unknown) => (name === "managedFields" && Array.isArray(member) ? [] : member));

const parsed = (json: Buffer): unknown => JSON.parse(withoutManagedFields(json).toString());

describe("a JSON text without managed fields", () => {
  it("says the same otherwise, whatever it says", () => {
    fc.assert(
      fc.property(value, (any) => {
        const json = JSON.stringify(any);
        expect(parsed(Buffer.from(json))).toEqual(emptied(json));
      }),
      { numRuns: 500 },
    );
  });

  it("is no JSON where it was none because it is cut off", () => {
    fc.assert(
      fc.property(fc.record({ metadata: value, managedFields: fc.array(value) }), fc.nat(), (any, cut) => {
        const json = JSON.stringify(any);
        const broken = Buffer.from(json).subarray(0, cut % Buffer.byteLength(json));
        expect(() => parsed(broken)).toThrow(SyntaxError);
      }),
    );
  });

  it("keeps what is written with spaces, which no API server does", () => {
    const json = '{ "managedFields" : [ 1 ], "managedFields": [2] }';
    expect(withoutManagedFields(Buffer.from(json)).toString()).toBe(json);
  });
});
