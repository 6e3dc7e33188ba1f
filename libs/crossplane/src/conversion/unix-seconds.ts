const RFC3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** Whole Unix seconds of an RFC 3339 time; 0 for anything else, and for times before 1970 (Go's zero time is one). */
export function unixSeconds(value: unknown): number {
  if (typeof value !== "string" || !RFC3339.test(value) || !isCalendarDay(value)) return 0;
  return Math.max(0, Math.floor(Date.parse(value) / 1000));
}

/** `Date.parse` takes 31 February for 3 March. */
function isCalendarDay(time: string): boolean {
  const day = Number(time.slice(8, 10));
  return day <= 28 || new Date(`${time.slice(0, 10)}T00:00:00Z`).getUTCDate() === day;
}
