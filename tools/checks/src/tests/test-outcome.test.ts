import { expect, it } from "vitest";
import { summaryLines, unjustified } from "./test-outcome.ts";
import type { Machine, TestOutcome } from "./test-outcome.ts";

const test = (name: string, state: TestOutcome["state"], note?: string): TestOutcome => ({
  name,
  file: "a.test.ts",
  state,
  note,
});
const bare: Machine = { onPath: () => false, isSet: () => false };
const rich: Machine = { onPath: () => true, isSet: () => true };

it.each([
  [test("over Redis (redis-server is not on PATH) > listens", "skipped"), "but redis-server is on PATH"],
  [test("golden scrape", "skipped", "XP_SHARED_DIR is not set"), "but XP_SHARED_DIR is set"],
])("takes %o for justified only where that is true", (skipped, wrong) => {
  expect(unjustified(skipped, bare)).toBeUndefined();
  expect(unjustified(skipped, rich)).toBe(wrong);
});

it("believes a reason that it cannot check, but not a missing one", () => {
  expect(unjustified(test("TLS (this redis-server was built without TLS)", "skipped"), rich)).toBeUndefined();
  expect(unjustified(test("works", "skipped"), bare)).toBe("gives no reason");
});

it("ends with the counts, after one line for each reason of a skip", () => {
  const lines = summaryLines([
    test("a", "passed"),
    test("b", "passed"),
    test("c", "failed"),
    test("d (KUBEBUILDER_ASSETS is not set)", "skipped"),
    test("e (KUBEBUILDER_ASSETS is not set)", "skipped"),
    test("f", "skipped"),
  ]);
  expect(lines).toEqual([
    "skipped: 2 (KUBEBUILDER_ASSETS is not set)",
    "skipped: 1 (no reason given)",
    "tests: 2 passed, 1 failed",
  ]);
});
