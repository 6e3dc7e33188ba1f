import { formatSeconds, parseTime } from "./wire-time.ts";
import { quote } from "./wire-text.ts";

/** How a value is written: times as RFC 3339 of whole seconds, a condition as "is it true". */
export type WireType = "text" | "flag" | "condition" | "time" | "integer";
export type WireValue = string | number | boolean;

/** JSON text of a value. */
export const writeValue: Readonly<Record<WireType, (value: WireValue) => string>> = {
  text: (value) => quote(String(value)),
  flag: String,
  condition: (value) => String(value === 1),
  time: (value) => `"${formatSeconds(Number(value))}"`,
  // JSON has no NaN: null, which reads back as 0.
  integer: (value) => JSON.stringify(value),
};

/** The value of what `JSON.parse` gave; undefined if it has the wrong type. */
export const readValue: Readonly<Record<WireType, (value: unknown) => WireValue | undefined>> = {
  // Halves of surrogate pairs can stand in JSON as escapes, but not on a page: there they would all be the same.
  text: (value) => (typeof value === "string" ? value.toWellFormed() : undefined),
  flag: (value) => (typeof value === "boolean" ? value : undefined),
  condition: (value) => (typeof value === "boolean" ? Number(value) : undefined),
  time(value) {
    const unixMs = typeof value === "string" ? parseTime(value) : undefined;
    return unixMs === undefined ? undefined : Math.floor(unixMs / 1000);
  },
  integer: (value) => (Number.isSafeInteger(value) ? (value as number) : undefined),
};
