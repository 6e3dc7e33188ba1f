import { redisSkipReason } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { report } from "./report/report.ts";
import { soak } from "./soak.ts";

const missing = redisSkipReason();
const short = {
  minutes: 0.2,
  seed: 3,
  claims: 15,
  exporters: 2,
  pollers: 1,
  logs: "",
  roundMs: [10_000, 10_000] as const,
  settleDeadlineMs: 90_000,
  onProgress: () => undefined,
};
const never = new AbortController().signal;

describe.skipIf(missing !== undefined)(`a short soak (${missing ?? "real processes and a real Redis"})`, () => {
  it("finds that the pages say what the control plane holds, after changes and faults", async () => {
    const result = await soak(short, never);
    console.log(report(result));
    expect(result.findings).toEqual([]);
    expect(result.settled.length).toBeGreaterThan(1);
    expect(result.faults.size).toBeGreaterThan(0);
    expect(result.scrapes.total).toBeGreaterThan(0);
  }, 240_000);

  it("finds a single owner that is wrong", async () => {
    const result = await soak(
      {
        ...short,
        minutes: 0,
        settleDeadlineMs: 10_000,
        exporters: 1,
        seenAs: (state) => ({
          ...state,
          namespaces: state.namespaces.map((namespace) => ({
            ...namespace,
            metadata: { ...namespace.metadata, annotations: {}, labels: {} },
          })),
        }),
      },
      never,
    );
    expect(result.findings).toMatchObject([{ kind: "mismatches", count: 1 }]);
    expect(result.findings[0]?.first[0]).toContain(`["team",""]`);
  }, 120_000);
});
