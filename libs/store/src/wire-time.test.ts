import * as fc from "fast-check";
import { expect, it } from "vitest";
import { formatSeconds, formatTime, ZERO_TIME } from "./wire-time.ts";

it("writes whole seconds as it writes milliseconds", () => {
  const LAST = 253_402_300_799;
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: -5, max: LAST + 5 }), fc.constantFrom(0, 1, LAST)), (seconds) => {
      expect(formatSeconds(seconds)).toBe(formatTime(seconds * 1000));
    }),
  );
  expect(formatSeconds(Number.NaN)).toBe(ZERO_TIME);
  expect(formatSeconds(1_763_812_345)).toBe("2025-11-22T11:52:25Z");
});
