import { resourceClasses } from "@xp-tracker/crossplane";
import type { Gvr, ResourceClass, Row } from "@xp-tracker/crossplane";
import type { Store } from "@xp-tracker/store";
import type { ClusterReader, Reading } from "./cluster-reader.ts";

const viewOf: Readonly<Record<ResourceClass, "snapshotClaims" | "snapshotXRs" | "snapshotMRs">> = {
  claim: "snapshotClaims",
  composite: "snapshotXRs",
  managed: "snapshotMRs",
};

/**
 * Gives the linked rows to the reader, so that it keeps them and not the rows they were made from. The next time it gives
 * them itself, and linkage makes new ones only of what changed.
 */
export function shareRows({ linked: share }: ClusterReader, store: Store, readings: readonly Reading<Row>[]): void {
  if (share === undefined) return;
  for (const resourceClass of resourceClasses) {
    const linked = rowsByGvr(store[viewOf[resourceClass]]());
    for (const reading of readings) {
      if (!reading.ok || reading.class !== resourceClass) continue;
      const rows = linked.get(reading.gvr) ?? [];
      if (isSameObjects(reading.items, rows)) share(reading.items, rows);
    }
  }
}

/** The rows of one GVR follow each other. */
function rowsByGvr(rows: readonly Row[]): ReadonlyMap<Gvr, readonly Row[]> {
  const byGvr = new Map<Gvr, readonly Row[]>();
  for (let start = 0, end = 0; start < rows.length; start = end) {
    const gvr = rows[start]?.gvr as Gvr;
    while (rows[end]?.gvr === gvr) end += 1;
    byGvr.set(gvr, rows.slice(start, end));
  }
  return byGvr;
}

const isSameObjects = (items: readonly Row[], rows: readonly Row[]): boolean =>
  items.length === rows.length &&
  items.every(({ namespace, name }, index) => namespace === rows[index]?.namespace && name === rows[index]?.name);
