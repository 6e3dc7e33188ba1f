import { describe, expect, it } from "vitest";
import { typeOfMrd } from "./mrd.ts";

const mrd = (spec: object, metadata: object = {}) => ({
  apiVersion: "apiextensions.crossplane.io/v1alpha1",
  kind: "ManagedResourceDefinition",
  metadata: { name: "buckets.s3.aws.example.org", ...metadata },
  spec: {
    group: "s3.aws.example.org",
    names: { kind: "Bucket", plural: "buckets" },
    scope: "Cluster",
    state: "Active",
    versions: [{ name: "v1beta1", served: true, storage: true }],
    ...spec,
  },
});

const bucket = {
  gvr: "s3.aws.example.org/v1beta1/buckets",
  class: "managed",
  kind: "Bucket",
  namespaced: false,
  provider: "",
  definition: "buckets.s3.aws.example.org",
};

const revisionOwner = {
  apiVersion: "pkg.crossplane.io/v1",
  kind: "ProviderRevision",
  name: "provider-aws-s3-4f2c9d",
  controller: true,
};
const providerOwner = { apiVersion: "pkg.crossplane.io/v1", kind: "Provider", name: "provider-aws-s3" };
const label = { "pkg.crossplane.io/package": "provider-by-label" };

describe("typeOfMrd", () => {
  it("reads an active one", () => {
    expect(typeOfMrd(mrd({}))).toEqual({ ok: true, value: bucket });
  });

  it("knows that a namespaced one is namespaced", () => {
    expect(typeOfMrd(mrd({ scope: "Namespaced" }))).toEqual({ ok: true, value: { ...bucket, namespaced: true } });
  });

  it.each(["Inactive", "active", undefined])("has no type for state %j", (state) => {
    expect(typeOfMrd(mrd({ state }))).toEqual({ ok: true, value: undefined });
  });

  it.each([
    [
      "the stored version",
      [
        { name: "v1beta1", served: true, storage: false },
        { name: "v1beta2", served: true, storage: true },
      ],
      "v1beta2",
    ],
    [
      "the first served version where the stored one is not served",
      [
        { name: "v1alpha1", served: false, storage: true },
        { name: "v1beta1", served: true, storage: false },
        { name: "v1", served: true, storage: false },
      ],
      "v1beta1",
    ],
  ])("lists %s", (_, versions, version) => {
    const gvr = `s3.aws.example.org/${version}/buckets`;
    expect(typeOfMrd(mrd({ versions }))).toEqual({ ok: true, value: { ...bucket, gvr } });
  });

  it.each([
    ["its owner", { ownerReferences: [revisionOwner, providerOwner] }, "provider-aws-s3"],
    ["its owner before its label", { ownerReferences: [providerOwner], labels: label }, "provider-aws-s3"],
    ["its label where no Provider owns it", { ownerReferences: [revisionOwner], labels: label }, "provider-by-label"],
    [
      "nothing where another API group's Provider owns it",
      { ownerReferences: [{ ...providerOwner, apiVersion: "operator.cluster.x-k8s.io/v1" }] },
      "",
    ],
    ["nothing where nothing names it", {}, ""],
  ])("takes its provider from %s", (_, metadata, provider) => {
    expect(typeOfMrd(mrd({}, metadata))).toEqual({ ok: true, value: { ...bucket, provider } });
  });

  it.each([
    ["no served version", { versions: [{ name: "v1", served: false, storage: true }] }, "no version is served"],
    ["no scope", { scope: undefined }, "is not known"],
    ["no plural", { names: { kind: "Bucket" } }, "is not a plural resource name"],
  ])("gives the reason for one with %s", (_, spec, reason) => {
    expect(typeOfMrd(mrd(spec))).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });
});
