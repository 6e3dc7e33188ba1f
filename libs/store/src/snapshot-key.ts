/** Name of the object or file; the original's. */
export const SNAPSHOT_NAME = "snapshot.json";
