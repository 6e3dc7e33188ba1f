import { gvrOf, gvrParts } from "@xp-tracker/crossplane";
import type { Source } from "@xp-tracker/crossplane";
import { KubeApiError } from "@xp-tracker/kube";
import { describe, expect, it } from "vitest";
import { missingSources, sourcesOf, unlistedSources } from "./sources.ts";
import { typeOf, xrdGvr } from "../testing/fake-cluster.ts";

const { gvr } = typeOf("claim", "Database");
const good: Source = { gvr, class: "claim", rows: 3, lastSuccess: 100, error: "" };
const failed = { ok: false, gvr, class: "claim", error: "forbidden", cause: undefined } as const;
const error = new KubeApiError("no answer", { errorClass: "network" });
const discoveryError = { source: xrdGvr, classes: ["claim", "composite"], group: undefined, error } as const;

describe("sources of a cycle", () => {
  it("are fresh where the list was read", () => {
    const read = { ok: true, gvr, class: "claim", items: ["a", "b"] } as const;
    expect(sourcesOf([good], [read], 200)).toEqual([{ ...good, rows: 2, lastSuccess: 200 }]);
  });

  it("keep rows and last success where it was not, and say why", () => {
    expect(sourcesOf([good], [failed], 200)).toEqual([{ ...good, error: "forbidden" }]);
  });

  it("have no last success where the list was never read", () => {
    expect(sourcesOf([], [failed], 200)).toEqual([{ ...good, rows: 0, lastSuccess: 0, error: "forbidden" }]);
  });

  it("of one GVR in two classes do not mix", () => {
    const composite = { ...good, class: "composite", rows: 9 } as const;
    expect(sourcesOf([composite, good], [failed], 200)[0]?.rows).toBe(3);
  });
});

describe("restored sources that are not listed", () => {
  it("stay, not up, while what defines them cannot be read", () => {
    expect(unlistedSources([good], [], [discoveryError])).toEqual([{ ...good, error: "network" }]);
  });

  it("leave once it can", () => expect(unlistedSources([good], [], [])).toEqual([]));

  it("leave where the failed definitions are of another class", () => {
    expect(unlistedSources([good], [], [{ ...discoveryError, classes: ["managed"] }])).toEqual([]);
  });

  it("leave where the failed definitions are of another group", () => {
    expect(unlistedSources([good], [], [{ ...discoveryError, group: "other.example.org" }])).toEqual([]);
    expect(unlistedSources([good], [], [{ ...discoveryError, group: "example.org" }])).toHaveLength(1);
  });

  it("stay, not up, while their new version cannot be listed, and leave when it is", () => {
    const moved = gvrOf({ ...gvrParts(gvr), version: "v2" });
    expect(unlistedSources([good], [{ ...failed, gvr: moved }], [])).toEqual([{ ...good, error: "forbidden" }]);
    expect(unlistedSources([good], [{ ok: true, gvr: moved, class: "claim", items: [] }], [])).toEqual([]);
    expect(unlistedSources([good], [{ ...failed, gvr: moved, class: "composite" }], [])).toEqual([]);
    expect(unlistedSources([{ ...good, rows: 0 }], [{ ...failed, gvr: moved }], [])).toEqual([]);
  });

  it("are not told twice where they were listed after all", () => {
    expect(unlistedSources([good], [failed], [discoveryError])).toEqual([]);
  });
});

describe("what is to be read and cannot be found", () => {
  const missing = { gvr, class: "claim", error: "not_found" } as const;
  const problem = { definition: gvr, reason: "the API server does not serve this type", missing };

  it("is a source that is not up and holds nothing, with the time when it was last read", () => {
    expect(missingSources([], [problem], [])).toEqual([{ ...missing, rows: 0, lastSuccess: 0 }]);
    expect(missingSources([good], [problem], [])).toEqual([{ ...missing, rows: 0, lastSuccess: 100 }]);
  });

  it("is told once, and not at all where it was listed or nothing is missing", () => {
    expect(missingSources([], [problem, problem], [])).toHaveLength(1);
    expect(missingSources([], [problem], [good])).toEqual([]);
    expect(missingSources([], [{ definition: gvr, reason: "its objects are read already" }], [])).toEqual([]);
  });
});
