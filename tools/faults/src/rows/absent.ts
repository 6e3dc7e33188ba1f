/** Why a fault does not befall a dependency. */
export const absent = {
  http: { why: "it does not speak HTTP" },
  readOnly: { why: "read-only requests without preconditions are never answered with it" },
  noDisk: { why: "its disk is not ours; it answers with an error of its own" },
  noClock: { why: "its clock is not ours: see the row of the clock" },
  disk: { why: "a directory has no connection, no status and no certificate" },
  clock: { why: "a clock can only be wrong" },
  names: { why: "a name is resolved or it is not; no more is said about it" },
} as const;
