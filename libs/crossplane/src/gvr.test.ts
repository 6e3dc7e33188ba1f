import { describe, expect, it } from "vitest";
import { gvrParts, parseGvr } from "./gvr.ts";

describe("parseGvr", () => {
  it.each([
    ["data.example.org/v1beta1/databases", "data.example.org/v1beta1/databases"],
    [" data.example.org / v1 / databases ", "data.example.org/v1/databases"],
    ["batch/v1/jobs", "batch/v1/jobs"],
  ])("takes %j", (text, gvr) => {
    expect(parseGvr(text)).toEqual({ ok: true, value: gvr });
  });

  it.each([
    ["", "is not group/version/resource"],
    ["v1/pods", "is not group/version/resource"],
    ["a.example/v1/b/c", "is not group/version/resource"],
    ["/v1/pods", `"" is not an API group`],
    ["Data.example/v1/databases", "is not an API group"],
    ["data..example/v1/databases", "is not an API group"],
    ["data.example/1/databases", "is not an API version"],
    ["data.example/v1/Databases", "is not a plural resource name"],
    ["data.example/v1/..", "is not a plural resource name"],
  ])("refuses %j and says why", (text, reason) => {
    expect(parseGvr(text)).toEqual({ ok: false, reason: expect.stringContaining(reason) });
  });

  it("gives a GVR that splits into its parts", () => {
    const parsed = parseGvr("data.example.org/v1beta1/databases");
    expect(parsed.ok && gvrParts(parsed.value)).toEqual({
      group: "data.example.org",
      version: "v1beta1",
      resource: "databases",
    });
  });
});
