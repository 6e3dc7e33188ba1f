import { errorFields } from "./error-fields.ts";
import { redactUrlPasswords } from "./redact.ts";

export type LogFields = Readonly<Record<string, unknown>>;

// Log fields are small; whatever is nested deeper was not meant to be logged.
const MAX_DEPTH = 12;

/** The fields as they may be written: errors with code, remedy and causes; no passwords in URLs. */
export const presentable = (fields: LogFields = {}): LogFields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, presentValue(value, 0)]));

function presentValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactUrlPasswords(value);
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return presentValue(errorFields(value), depth);
  if (depth > MAX_DEPTH) return "…";
  if (Array.isArray(value)) return value.map((entry) => presentValue(entry, depth + 1));
  if (value instanceof Map) return presentValue(Object.fromEntries(value), depth);
  if (value instanceof Set) return presentValue([...value], depth);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, presentValue(entry, depth + 1)]));
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
