import { once } from "node:events";
import { expect, it, onTestFinished } from "vitest";
import { startTerm } from "./term.ts";

it("ends at once, and without a warning, when the renewal it learns of is older than it may be", async () => {
  const warnings: Error[] = [];
  const warn = (warning: Error): void => void warnings.push(warning);
  process.on("warning", warn);
  onTestFinished(() => void process.off("warning", warn));
  const term = startTerm(() => 10_000, 2_000);
  term.extend(3_000);
  await once(term.signal, "abort");
  expect(term.signal.reason).toMatchObject({ code: "LEASE_LOST" });
  expect(warnings).toEqual([]);
});
