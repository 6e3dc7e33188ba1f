/**
 * Version of the snapshot format, `major.minor`. A minor one adds keys, which older readers ignore; a major one changes
 * what known keys mean, and older readers refuse it. The original's snapshots have none and count as 1.0.
 */
export const SCHEMA_VERSION = "1.0";

const major = (version: string): number => Number(/^(\d+)(?:\.\d+)?$/.exec(version)?.[1] ?? Number.NaN);

/** Whether `version` has a newer major than this program reads; undefined if it is no version. */
export function isTooNew(version: string): boolean | undefined {
  const theirs = major(version);
  return Number.isNaN(theirs) ? undefined : theirs > major(SCHEMA_VERSION);
}
