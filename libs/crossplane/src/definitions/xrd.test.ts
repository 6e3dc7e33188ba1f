import { describe, expect, it } from "vitest";
import { typesOfXrd } from "./xrd.ts";

const xrd = (spec: object) => ({
  apiVersion: "apiextensions.crossplane.io/v1",
  kind: "CompositeResourceDefinition",
  metadata: { name: "xdatabases.data.example.org" },
  spec: {
    group: "data.example.org",
    names: { kind: "XDatabase", plural: "xdatabases" },
    versions: [{ name: "v1", served: true, referenceable: true }],
    ...spec,
  },
});

const composite = {
  gvr: "data.example.org/v1/xdatabases",
  class: "composite",
  kind: "XDatabase",
  namespaced: false,
  provider: "",
  definition: "xdatabases.data.example.org",
};
const claim = {
  ...composite,
  gvr: "data.example.org/v1/databases",
  class: "claim",
  kind: "Database",
  namespaced: true,
};
const claimNames = { kind: "Database", plural: "databases" };

describe("typesOfXrd", () => {
  it.each([
    ["a Crossplane 1.x XRD with claims", { claimNames }, [composite, claim]],
    ["a Crossplane 1.x XRD without claims", {}, [composite]],
    ["an XRD whose scope is null", { scope: null }, [composite]],
    ["scope LegacyCluster", { scope: "LegacyCluster", claimNames }, [composite, claim]],
    ["scope Cluster", { scope: "Cluster" }, [composite]],
    ["scope Namespaced", { scope: "Namespaced" }, [{ ...composite, namespaced: true }]],
    ["empty claim names", { claimNames: {} }, [composite]],
  ])("reads %s", (_, spec, types) => {
    expect(typesOfXrd(xrd(spec))).toEqual({ ok: true, value: types });
  });

  it.each([
    [
      "the referenceable version, wherever it stands",
      [
        { name: "v1alpha1", served: true, referenceable: false },
        { name: "v1beta1", served: true, referenceable: true },
      ],
      "v1beta1",
    ],
    [
      "the first served version where none is referenceable",
      [
        { name: "v1alpha1", served: false },
        { name: "v1alpha2", served: true },
        { name: "v1", served: true },
      ],
      "v1alpha2",
    ],
    [
      "a served version rather than a referenceable one that is not served",
      [
        { name: "v1", served: false, referenceable: true },
        { name: "v2", served: true, referenceable: false },
      ],
      "v2",
    ],
  ])("lists %s", (_, versions, version) => {
    expect(typesOfXrd(xrd({ versions }))).toEqual({
      ok: true,
      value: [{ ...composite, gvr: `data.example.org/${version}/xdatabases` }],
    });
  });

  it("still lists what an XRD that is being deleted has left", () => {
    const dying = xrd({});
    const deleted = { ...dying, metadata: { ...dying.metadata, deletionTimestamp: "2026-11-22T13:12:27Z" } };
    expect(typesOfXrd(deleted)).toEqual({ ok: true, value: [composite] });
  });

  it.each([
    ["no plural", { names: { kind: "XDatabase" } }, `"" is not a plural resource name`],
    ["no kind", { names: { plural: "xdatabases" } }, "has no kind"],
    ["no group", { group: undefined }, "is not an API group"],
    ["a path for a plural", { names: { kind: "X", plural: "../secrets" } }, "is not group/version/resource"],
    ["no versions", { versions: [] }, "no version is referenceable or served"],
    ["versions that are not a list", { versions: "v1" }, "no version is referenceable or served"],
    ["an unknown scope", { scope: "Galactic" }, `scope "Galactic" is not known`],
    ["a broken claim", { claimNames: { kind: "Database", plural: "Data bases" } }, "is not a plural resource name"],
  ])("gives the reason for one with %s", (_, spec, reason) => {
    expect(typesOfXrd(xrd(spec))).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  it.each([null, undefined, 7, "xrd", [], {}])("gives a reason for %j", (notAnXrd) => {
    expect(typesOfXrd(notAnXrd)).toMatchObject({ ok: false });
  });
});
