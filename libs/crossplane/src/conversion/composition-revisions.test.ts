import { describe, expect, it } from "vitest";
import { compositionRevisionFromObject } from "./composition-revisions.ts";

const revision = {
  apiVersion: "apiextensions.crossplane.io/v1",
  kind: "CompositionRevision",
  metadata: { name: "pg-1a2b3c4", labels: { "crossplane.io/composition-name": "pg" } },
  spec: { revision: 3, compositeTypeRef: { apiVersion: "acme.example/v1", kind: "XDatabase" } },
};

describe("compositionRevisionFromObject", () => {
  it("reads which revision of which composition it is", () => {
    expect(compositionRevisionFromObject(revision)).toEqual({ name: "pg-1a2b3c4", composition: "pg", revision: 3 });
  });

  it.each([undefined, "3", 1.5, null])("takes the revision %j for none", (number) => {
    expect(compositionRevisionFromObject({ ...revision, spec: { revision: number } })?.revision).toBe(0);
  });

  it.each([
    null,
    {},
    { metadata: { name: "pg-1a2b3c4" } },
    { metadata: { labels: { "crossplane.io/composition-name": "pg" } } },
    { metadata: { name: 5, labels: { "crossplane.io/composition-name": "pg" } } },
  ])("makes nothing of %j", (object) => {
    expect(compositionRevisionFromObject(object)).toBeUndefined();
  });
});
