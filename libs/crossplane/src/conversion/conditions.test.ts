import { describe, expect, it } from "vitest";
import { conditionOf } from "./conditions.ts";

const unknown = { status: -1, reason: "", since: 0, observedGeneration: 0 };

describe("conditionOf", () => {
  it("reads status, reason, transition time and the generation it speaks of", () => {
    const status = {
      conditions: [
        { type: "Synced", status: "True", reason: "ReconcileSuccess" },
        {
          type: "Ready",
          status: "False",
          reason: "Creating",
          lastTransitionTime: "2026-11-22T13:12:27Z",
          observedGeneration: 3,
        },
      ],
    };
    expect(conditionOf(status, "Ready")).toEqual({
      status: 0,
      reason: "Creating",
      since: 1795353147,
      observedGeneration: 3,
    });
  });

  it.each([
    ["True", 1],
    ["False", 0],
    ["Unknown", -1],
    ["true", -1],
    ["TRUE", -1],
    ["", -1],
    [true, -1],
    [1, -1],
    [undefined, -1],
  ])("takes the status %j for %d, because Crossplane compares exactly", (status, expected) => {
    expect(conditionOf({ conditions: [{ type: "Ready", status }] }, "Ready").status).toBe(expected);
  });

  it("takes the first of two conditions of one type", () => {
    const conditions = [
      { type: "Ready", status: "False", reason: "First" },
      { type: "Ready", status: "True", reason: "Second" },
    ];
    expect(conditionOf({ conditions }, "Ready")).toMatchObject({ status: 0, reason: "First" });
  });

  it.each([
    undefined,
    null,
    {},
    { conditions: null },
    { conditions: { Ready: "True" } },
    { conditions: ["Ready", null, 7] },
  ])("finds no condition in %j", (status) => {
    expect(conditionOf(status, "Ready")).toEqual(unknown);
  });

  it("ignores fields of a wrong type", () => {
    const conditions = [{ type: "Ready", status: "True", reason: 9, lastTransitionTime: 5, observedGeneration: "2" }];
    expect(conditionOf({ conditions }, "Ready")).toEqual({ ...unknown, status: 1 });
  });
});
