import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainRow } from "../rows/make-row.ts";
import { emptyRow, resourceClasses } from "../rows/row.ts";
import { read } from "../sample-types.ts";

describe("any object", () => {
  const keys = [
    "metadata",
    "spec",
    "status",
    "labels",
    "annotations",
    "name",
    "conditions",
    "ownerReferences",
    "resourceRef",
  ];
  const anyKey = fc.oneof(fc.constantFrom(...keys, "__proto__", "constructor"), fc.string());
  const { anything } = fc.letrec((tie) => ({
    anything: fc.oneof(
      { maxDepth: 6 },
      fc.jsonValue(),
      fc.dictionary(anyKey, tie("anything")),
      fc.array(tie("anything")),
    ),
  }));
  const named = fc
    .record({ metadata: fc.dictionary(anyKey, anything), spec: anything, status: anything })
    .map((object) => ({ ...object, metadata: { ...object.metadata, name: "orders" } }));

  it("never throws, and gives every field a value of its type", () => {
    fc.assert(
      fc.property(fc.constantFrom(...resourceClasses), fc.oneof(anything, named), (ofClass, object) => {
        const row = read(ofClass, object);
        if (row === undefined) return;
        expect(Object.values(plainRow(row)).map((value) => typeof value)).toEqual(
          Object.values(emptyRow).map((value) => typeof value),
        );
      }),
    );
  });
});
