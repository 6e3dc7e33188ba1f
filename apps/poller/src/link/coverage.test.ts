import type { Source } from "@xp-tracker/crossplane";
import { describe, expect, it } from "vitest";
import { coverageOf } from "./coverage.ts";
import type { CoverageFacts } from "./coverage.ts";
import { typeOf } from "../testing/fake-cluster.ts";

const type = typeOf("claim", "Database");
const readOnce: Source = { gvr: type.gvr, class: "claim", rows: 0, lastSuccess: 1, error: "" };
const facts: CoverageFacts = { types: [type], sources: [readOnce], namespaces: undefined, isDiscoveryComplete: true };
const ask = (more: Partial<CoverageFacts>, kind = "Database", namespace = "team-a") =>
  coverageOf({ ...facts, ...more })("example.org", kind, namespace);

describe("a missing row proves that its object does not exist", () => {
  it("where its type was listed", () => expect(ask({})).toBe(true));

  it("where no type of that kind is defined", () => expect(ask({}, "Unknown")).toBe(true));

  it("where its namespace is in the scope, or it has none", () => {
    expect(ask({ namespaces: ["team-a"] })).toBe(true);
    expect(ask({ namespaces: ["team-a"] }, "Database", "")).toBe(true);
  });
});

describe("a missing row proves nothing", () => {
  it("where its type was never read", () => expect(ask({ sources: [{ ...readOnce, lastSuccess: 0 }] })).toBe(false));

  it("where its type was listed once, though not now: the object may be newer than that", () => {
    expect(ask({ sources: [{ ...readOnce, error: "forbidden" }] })).toBe(false);
  });

  it("where its kind is unknown because definitions could not be read", () => {
    expect(ask({ isDiscoveryComplete: false }, "Unknown")).toBe(false);
  });

  it("where its namespace is out of scope", () => expect(ask({ namespaces: ["team-b"] })).toBe(false));
});
