import type { SnapshotObject, StoredObject } from "../object/snapshot-object.ts";

export function freshnessOf({ freshness, location }: SnapshotObject): StoredObject {
  if (freshness === undefined) throw new Error(`${location} has no freshness`);
  return freshness;
}
