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

/** {@link formatTime} of whole Unix seconds: a third of its cost, and rows have four of them. */
export function formatSeconds(unixSeconds: number): string {
  if (!(unixSeconds > 0 && unixSeconds * 1000 <= LAST_RFC3339_MS)) return ZERO_TIME;
  const day = Math.floor(unixSeconds / SECONDS_OF_A_DAY);
  const second = unixSeconds - day * SECONDS_OF_A_DAY;
  const hour = Math.floor(second / 3600);
  const minute = Math.floor(second / 60) - hour * 60;
  return `${dayText(day)}T${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[second % 60]}Z`;
}

const SECONDS_OF_A_DAY = 86_400;
const MOST_DAYS = 10_000;
const twoDigits: readonly string[] = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"));
const days = new Map<number, string>();

function dayText(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size >= MOST_DAYS) days.clear();
  const text = new Date(day * SECONDS_OF_A_DAY * 1000).toISOString().slice(0, 10);
  days.set(day, text);
  return text;
}

/** Unix milliseconds of an RFC 3339 time with any fraction and offset; 0 up to 1970; undefined if it is none. */
export function parseTime(text: string): number | undefined {
  if (text === ZERO_TIME) return 0;
  if (!RFC3339.test(text)) return undefined;
  const unixMs = text.length === SECONDS_LENGTH ? parseSeconds(text) : Date.parse(text);
  return Number.isNaN(unixMs) ? undefined : Math.max(0, unixMs);
}

const SECONDS_LENGTH = "2026-01-01T00:00:00Z".length;
const startsOfDays = new Map<string, number>();

/** `Date.parse` of a time in UTC without a fraction, which is how rows have theirs: a third of its cost. */
function parseSeconds(text: string): number {
  const [hour, minute, second] = [twoDigitsAt(text, 11), twoDigitsAt(text, 14), twoDigitsAt(text, 17)];
  const isPlain = hour < 24 && minute < 60 && second < 60;
  return isPlain ? startOfDay(text.slice(0, 10)) + ((hour * 60 + minute) * 60 + second) * 1000 : Date.parse(text);
}

const ZERO = "0".charCodeAt(0);
const twoDigitsAt = (text: string, at: number): number =>
  (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

function startOfDay(day: string): number {
  const known = startsOfDays.get(day);
  if (known !== undefined) return known;
  if (startsOfDays.size >= MOST_DAYS) startsOfDays.clear();
  const unixMs = Date.parse(`${day}T00:00:00Z`);
  startsOfDays.set(day, unixMs);
  return unixMs;
}
