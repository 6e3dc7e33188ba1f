import * as fc from "fast-check";
import { expect, it } from "vitest";
import { formatSeconds, formatTime, parseTime, ZERO_TIME } from "./wire-time.ts";

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

it("reads times without a fraction as it reads all others", () => {
  const digits = (max: number, length: number) =>
    fc.integer({ min: 0, max }).map((number) => String(number).padStart(length, "0"));
  const parts = [digits(2100, 4), digits(13, 2), digits(32, 2), digits(25, 2), digits(61, 2), digits(61, 2)] as const;
  fc.assert(
    fc.property(fc.tuple(...parts), ([year, month, day, hour, minute, second]) => {
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
      expect(parseTime(`${text}Z`)).toBe(parseTime(`${text}.0Z`));
    }),
    { numRuns: 2_000 },
  );
});
