import { describe, expect, it } from "vitest";
import { unixSeconds } from "./unix-seconds.ts";

describe("unixSeconds", () => {
  it.each([
    ["2026-11-22T13:12:27Z", 1795353147],
    ["2026-11-22T13:12:27.999999999Z", 1795353147],
    ["2026-11-22T14:12:27+01:00", 1795353147],
    ["2024-02-29T00:00:00Z", 1709164800],
    ["2039-01-01T00:00:00Z", 2177452800],
  ])("reads %s", (time, seconds) => {
    expect(unixSeconds(time)).toBe(seconds);
  });

  it.each([
    "0001-01-01T00:00:00Z",
    "1969-12-31T23:59:59Z",
    "2026-02-29T00:00:00Z",
    "2026-04-31T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01 00:00:00Z",
    "2026-01-01T00:00:00",
    "2026-01-01",
    "22 Nov 2026",
    "",
    1795353147,
    null,
    undefined,
  ])("takes %j for none", (time) => {
    expect(unixSeconds(time)).toBe(0);
  });
});
