import { describe, expect, it } from "vitest";
import { emptyRow } from "../rows/row.ts";
import { read, types } from "../sample-types.ts";

describe("a row", () => {
  it("holds what every object has", () => {
    const object = {
      apiVersion: "data.example.org/v1",
      kind: "Database",
      metadata: {
        name: "orders",
        namespace: "team-a",
        uid: "5c0f3f44",
        generation: 4,
        creationTimestamp: "2026-11-22T13:12:27Z",
        deletionTimestamp: "2026-11-22T13:12:28Z",
        annotations: { "example.org/created-by": "ann@example.org", "example.org/team": "a" },
      },
      status: {
        conditions: [
          { type: "Synced", status: "True", reason: "ReconcileSuccess", lastTransitionTime: "2026-11-22T13:12:29Z" },
          {
            type: "Ready",
            status: "False",
            reason: "Waiting",
            lastTransitionTime: "2026-11-22T13:12:30Z",
            observedGeneration: 3,
          },
        ],
      },
    };
    expect(read("claim", object)).toEqual({
      ...emptyRow,
      gvr: "data.example.org/v1/databases",
      group: "data.example.org",
      version: "v1",
      kind: "Database",
      namespace: "team-a",
      name: "orders",
      uid: "5c0f3f44",
      creator: "ann@example.org",
      ownCreator: "ann@example.org",
      team: "a",
      ownTeam: "a",
      ready: 0,
      readyReason: "Waiting",
      readySince: 1795353150,
      synced: 1,
      syncedReason: "ReconcileSuccess",
      syncedSince: 1795353149,
      generation: 4,
      observedGeneration: 3,
      createdAt: 1795353147,
      deletedAt: 1795353148,
    });
  });

  it("is of the type that was listed, whatever version and kind the object gives", () => {
    const object = { apiVersion: "data.example.org/v1alpha1", kind: "OldDatabase", metadata: { name: "orders" } };
    expect(read("claim", object)).toMatchObject({ gvr: types.claim.gvr, version: "v1", kind: "OldDatabase" });
    expect(read("claim", { metadata: { name: "orders" } })).toMatchObject({ kind: "Database" });
  });

  it.each([
    null,
    undefined,
    7,
    "text",
    [],
    {},
    { metadata: {} },
    { metadata: { name: "" } },
    { metadata: { name: 5 } },
  ])("cannot be made of %j", (object) => {
    expect(read("managed", object)).toBeUndefined();
  });

  it.each([
    ["true", true],
    ["True", false],
    [" true", false],
    ["yes", false],
    ["", false],
    [true, false],
  ])("of an object that is annotated paused: %j has paused %j, as Crossplane sees it", (annotation, paused) => {
    expect(
      read("managed", { metadata: { name: "a", annotations: { "crossplane.io/paused": annotation } } }),
    ).toMatchObject({ paused });
  });

  it("takes the observed generation from Synced where Ready does not say", () => {
    const conditions = [{ type: "Ready" }, { type: "Synced", observedGeneration: 2 }];
    expect(read("composite", { metadata: { name: "a" }, status: { conditions } })?.observedGeneration).toBe(2);
  });
});
