import { expect, it, vi } from "vitest";
import type { Gvr } from "../gvr.ts";
import { labelFitter } from "./fit-label.ts";
import { read } from "../sample-types.ts";

it("leaves texts alone that are as long as they may be", () => {
  const onCut = vi.fn<() => void>();
  expect(labelFitter(5, onCut)("abcde")).toBe("abcde");
  expect(onCut).not.toHaveBeenCalled();
});

it("cuts longer ones, shows it, and tells of it", () => {
  const onCut = vi.fn<() => void>();
  expect(labelFitter(5, onCut)("abcdef")).toBe("abcd…");
  expect(onCut).toHaveBeenCalledOnce();
});

it("leaves no half of a surrogate pair", () => {
  expect(labelFitter(5)("abc😀def")).toBe("abc\u{FFFD}…");
});

it("holds for every text of a row that its author is free to choose", () => {
  const long = "x".repeat(5_000);
  const annotations = {
    "example.org/created-by": long,
    "example.org/team": long,
    "crossplane.io/external-name": long,
  };
  const object = {
    kind: long,
    metadata: { name: "n", namespace: long, annotations, labels: { "crossplane.io/claim-name": long } },
    spec: { providerConfigRef: { name: long, kind: long }, managementPolicies: [long, long] },
    status: { conditions: [{ type: "Ready", status: "False", reason: long }] },
  };
  const onLabelCut = vi.fn<(gvr: Gvr) => void>();
  const row = read("managed", object, { labelMaxLength: 300, onLabelCut });
  const texts = Object.entries(row ?? {}).filter(([, value]) => typeof value === "string");
  expect(texts.filter(([, text]) => String(text).length > 300)).toEqual([]);
  expect(row?.externalName).toBe(`${"x".repeat(299)}…`);
  expect(onLabelCut).toHaveBeenCalledWith(row?.gvr);
});
