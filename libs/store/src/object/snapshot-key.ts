/** Name of the object or file; the original's. */
export const SNAPSHOT_NAME = "snapshot.json";

/** Name of the small object beside it, which the original does not know. */
export const FRESHNESS_NAME = "snapshot.fresh.json";
