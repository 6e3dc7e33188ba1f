import { describe, expect, it } from "vitest";
import { fieldSelector, labelSelector } from "./selectors.ts";
import type { Stored } from "./stored.ts";

const stored = (labels: Readonly<Record<string, string>>, name = "a", namespace = "team"): Stored => ({
  key: `${namespace}/${name}`,
  namespace,
  name,
  uid: "",
  labels,
  resourceVersion: 1,
  tail: "",
});

const chosen = (selector: string, labels: Readonly<Record<string, string>>): boolean | string => {
  const parsed = labelSelector(selector);
  return parsed.ok ? parsed.matches(stored(labels)) : parsed.message;
};

describe("a label selector", () => {
  it.each([
    ["env", { env: "" }, true],
    ["env", {}, false],
    ["!env", {}, true],
    ["env=dev", { env: "dev" }, true],
    ["env==dev", { env: "prod" }, false],
    ["env!=dev", {}, true],
    ["env in (dev, prod)", { env: "prod" }, true],
    ["env in (dev,prod)", {}, false],
    ["env notin (dev)", {}, true],
    ["env notin (dev)", { env: "dev" }, false],
    ["size>3", { size: "4" }, true],
    ["size<3", { size: "4" }, false],
    ["crossplane.io/composite,!crossplane.io/claim-name", { "crossplane.io/composite": "x" }, true],
    ["a in (x,y),b", { a: "x" }, false],
    ["", { any: "thing" }, true],
  ] as const)("%s on %j is %s", (selector, labels, expected) => {
    expect(chosen(selector, labels)).toBe(expected);
  });

  it.each(["env===x", "env in dev", "=x", "env=a b", "a,,b"])("that cannot be read is refused: %s", (selector) => {
    expect(chosen(selector, {})).toBeTypeOf("string");
  });
});

describe("a field selector", () => {
  it("knows the name, and the namespace of what has one", () => {
    const named = fieldSelector("metadata.namespace=team,metadata.name!=b", true);
    expect(named.ok && [named.matches(stored({}, "a")), named.matches(stored({}, "b"))]).toEqual([true, false]);
    expect(fieldSelector("metadata.namespace=team", false).ok).toBe(false);
    expect(fieldSelector("spec.size=small", true)).toEqual({
      ok: false,
      message: "field label not supported: spec.size",
    });
  });
});
