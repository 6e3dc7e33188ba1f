import { once } from "node:events";
import { expect, it } from "vitest";
import { AppError } from "./errors/app-error.ts";
import { withDeadline } from "./deadline.ts";

it("aborts with the reason of the outer signal when that comes first", () => {
  const outer = new AbortController();
  const inner = withDeadline(outer.signal, 60_000);
  expect(inner.aborted).toBe(false);
  outer.abort(new Error("stopping"));
  expect(inner.reason).toEqual(new Error("stopping"));
});

it("is aborted from the start when the outer signal is", () => {
  expect(withDeadline(AbortSignal.abort(), 60_000).aborted).toBe(true);
});

it("aborts with DEADLINE_EXCEEDED, which says what took how long", async () => {
  const inner = withDeadline(new AbortController().signal, 5, "reading s3://bucket");
  // The deadline's own timer keeps no process alive, so the test has to.
  const alive = setTimeout(() => undefined, 10_000);
  await once(inner, "abort");
  clearTimeout(alive);
  expect(inner.reason).toBeInstanceOf(AppError);
  expect(inner.reason).toMatchObject({
    code: "DEADLINE_EXCEEDED",
    message: "reading s3://bucket took longer than 0.005 s",
  });
});
