import { expect, it } from "vitest";
import { backoffMs, retry } from "./retry.ts";
import type { RetryOptions } from "./retry.ts";

const never = new AbortController().signal;

/** A call that fails `failures` times, and the delays between its tries. */
function flaky(failures: number, options: Partial<RetryOptions> = {}, signal: AbortSignal = never) {
  const delays: number[] = [];
  let calls = 0;
  const result = retry(
    async () => {
      calls++;
      if (calls <= failures) throw new Error(`failure ${calls}`);
      return "done";
    },
    {
      attempts: 4,
      baseMs: 100,
      maxMs: 250,
      random: () => 1,
      retryable: () => true,
      sleep: async (ms) => void delays.push(ms),
      ...options,
    },
    signal,
  );
  return { result, delays, calls: () => calls };
}

it("returns what the first good try returns, after delays that double up to the maximum", async () => {
  const { result, delays } = flaky(3);
  expect(await result).toBe("done");
  expect(delays).toEqual([100, 200, 250]);
});

it("gives up after the last attempt, with the last error", async () => {
  const { result, calls } = flaky(9);
  await expect(result).rejects.toThrow("failure 4");
  expect(calls()).toBe(4);
});

it("does not try again what cannot get better", async () => {
  const { result, calls } = flaky(9, { retryable: () => false });
  await expect(result).rejects.toThrow("failure 1");
  expect(calls()).toBe(1);
});

it("waits as long as the other side asks, but never longer than the maximum", async () => {
  const asked = [0, 30, 60_000];
  const { result, delays } = flaky(3, { retryable: () => asked.shift() ?? false });
  await result;
  expect(delays).toEqual([0, 30, 250]);
});

it("ends at once when the signal is aborted, before a try or between two", async () => {
  const stop = new AbortController();
  const first = flaky(9, { baseMs: 600_000, maxMs: 600_000 }, AbortSignal.abort(new Error("stopped")));
  await expect(first.result).rejects.toThrow("stopped");
  expect(first.calls()).toBe(0);

  const patient = { attempts: 2, retryable: () => 600_000, baseMs: 1, maxMs: 600_000 };
  const waiting = retry(() => Promise.reject(new Error("x")), patient, stop.signal);
  setImmediate(() => stop.abort(new Error("stopped")));
  await expect(waiting).rejects.toThrow("stopped");
});

it("spreads delays over the whole range, which is full jitter", () => {
  const bounds = { baseMs: 100, maxMs: 1000 };
  expect(backoffMs(3, { ...bounds, random: () => 0 })).toBe(0);
  expect(backoffMs(3, { ...bounds, random: () => 0.5 })).toBe(200);
  expect(backoffMs(50, { ...bounds, random: () => 0.999 })).toBeCloseTo(999);
});
