import { describe, expect, it } from "vitest";
import { defaultFamilySets, parseFamilySets } from "./families-option.ts";

describe("METRICS_FAMILIES", () => {
  it.each([
    ["", ["source", "summary", "package", "resource"]],
    [defaultFamilySets, ["source", "summary", "package", "resource"]],
    ["summary", ["source", "summary"]],
    [" resource , summary ,, resource", ["source", "summary", "resource"]],
    ["source", ["source"]],
    ["xp-tracker-0.3,package", ["source", "package", "xp-tracker-0.3"]],
  ])("%j means %j", (text, value) => {
    expect(parseFamilySets(text)).toEqual({ ok: true, value });
  });

  it.each([
    ["summary,sumary,all", '"sumary", "all" is not one of source, summary, package, resource, xp-tracker-0.3'],
    [
      "summary,xp-tracker-0.3",
      "summary and xp-tracker-0.3 exclude each other: their families have the same names and other labels",
    ],
  ])("%j is a mistake", (text, reason) => {
    expect(parseFamilySets(text)).toEqual({ ok: false, reason });
  });
});
