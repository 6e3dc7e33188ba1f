import { expect, it } from "vitest";
import { summaryLines, unjustified } from "./test-outcome.ts";
import type { Machine, TestOutcome } from "./test-outcome.ts";

const test = (name: string, state: TestOutcome["state"], note?: string): TestOutcome => ({
  name,
  file: "a.test.ts",
  state,
  note,
});
const bare: Machine = { onPath: () => false, isSet: () => false, exists: () => false };
const rich: Machine = { onPath: () => true, isSet: () => true, exists: () => true };

it.each([
  [test("over Redis (redis-server is not on PATH) > listens", "skipped"), "but redis-server is on PATH"],
  [test("golden scrape", "skipped", "XP_SHARED_DIR is not set"), "but XP_SHARED_DIR is set"],
  [test("overlays (left out: kubectl is not on PATH, kustomize is not on PATH)", "skipped"), "but kubectl is on PATH"],
  [test("a thread (there is no /proc/thread-self)", "skipped"), "but /proc/thread-self is there"],
  [
    test("S3 and Redis (real ones) > by Prometheus (prometheus is not on PATH)", "skipped"),
    "but prometheus is on PATH",
  ],
])("takes %o for justified only where that is true", (skipped, wrong) => {
  expect(unjustified(skipped, bare)).toBeUndefined();
  expect(unjustified(skipped, rich)).toBe(wrong);
});

it("takes a reason for false where one of two things that it names is there", () => {
  const two = test("platform (skipped: XP_SHARED_DIR is not set, KUBEBUILDER_ASSETS is not set)", "skipped");
  expect(unjustified(two, bare)).toBeUndefined();
  expect(unjustified(two, { ...bare, isSet: (name) => name === "KUBEBUILDER_ASSETS" })).toBe(
    "but KUBEBUILDER_ASSETS is set",
  );
  const either = test("overlays (kubectl is not on PATH, kustomize is not on PATH)", "skipped");
  expect(unjustified(either, { ...bare, onPath: (name) => name === "kustomize" })).toBe("but kustomize is on PATH");
});

it("believes few reasons that it cannot check, and no other and no missing one", () => {
  expect(unjustified(test("compose (left out: no docker compose here)", "skipped"), rich)).toBeUndefined();
  for (const reason of ["needs XP_SHARED_DIR", "XP_SHARED_DIR names no recordings", "no docker"]) {
    const wrong = `gives a reason that nobody can check: ${reason}`;
    expect(unjustified(test(`golden (${reason})`, "skipped"), bare)).toBe(wrong);
  }
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
