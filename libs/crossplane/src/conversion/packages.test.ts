import { describe, expect, it } from "vitest";
import { packageFromObject } from "./packages.ts";

const provider = {
  apiVersion: "pkg.crossplane.io/v1",
  kind: "Provider",
  metadata: { name: "provider-aws-s3" },
  spec: { package: "xpkg.crossplane.io/org/provider-aws-s3:v1.2.3" },
  status: {
    currentRevision: "provider-aws-s3-4f2c9d",
    conditions: [
      { type: "Installed", status: "True", reason: "ActivePackageRevision" },
      { type: "Healthy", status: "False", reason: "UnhealthyPackageRevision" },
    ],
  },
};

describe("packageFromObject", () => {
  it("reads what is installed and whether it works", () => {
    expect(packageFromObject(provider)).toEqual({
      kind: "Provider",
      name: "provider-aws-s3",
      package: "xpkg.crossplane.io/org/provider-aws-s3:v1.2.3",
      version: "v1.2.3",
      revision: "provider-aws-s3-4f2c9d",
      installed: 1,
      installedReason: "ActivePackageRevision",
      healthy: 0,
      healthyReason: "UnhealthyPackageRevision",
    });
  });

  it.each([
    ["registry.example:5000/org/function-a:v0.4.0", "v0.4.0"],
    ["registry.example:5000/org/function-a", ""],
    ["org/function-a@sha256:0123abcd", "sha256:0123abcd"],
    ["org/function-a:v1@sha256:0123abcd", "v1"],
    ["function-a:v1", "v1"],
    ["", ""],
  ])("takes %j to be of version %j", (reference, version) => {
    expect(packageFromObject({ ...provider, spec: { package: reference } })?.version).toBe(version);
  });

  it("knows nothing of a package that was just created", () => {
    const fresh = { kind: "Function", metadata: { name: "function-a" } };
    expect(packageFromObject(fresh)).toMatchObject({ revision: "", installed: -1, healthy: -1 });
  });

  it.each([null, {}, { kind: "Provider" }, { metadata: { name: "a" } }, { kind: 5, metadata: { name: "a" } }])(
    "makes nothing of %j",
    (object) => {
      expect(packageFromObject(object)).toBeUndefined();
    },
  );
});
