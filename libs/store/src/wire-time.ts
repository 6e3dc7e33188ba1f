/** Go's zero `time.Time`, which is what "none" looks like on the wire. */
export const ZERO_TIME = "0001-01-01T00:00:00Z";

const LAST_RFC3339_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Unix milliseconds as Go's RFC3339Nano in UTC: no trailing zeros in the fraction; 0 and what has no year of four digits is the zero time. */
export function formatTime(unixMs: number): string {
  if (!(unixMs > 0 && unixMs <= LAST_RFC3339_MS)) return ZERO_TIME;
  const text = new Date(unixMs).toISOString();
  return unixMs % 1000 === 0 ? `${text.slice(0, 19)}Z` : text.replace(/0+Z$/, "Z");
}

/** Unix milliseconds of an RFC 3339 time with any fraction and offset; 0 up to 1970; undefined if it is none. */
export function parseTime(text: string): number | undefined {
  if (text === ZERO_TIME) return 0;
  const unixMs = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(unixMs) ? undefined : Math.max(0, unixMs);
}
