import { linkClaims, linkMRs, linkOwners, linkXRs } from "@xp-tracker/crossplane";
import type { Snapshot } from "@xp-tracker/crossplane";
import { byClass } from "./by-class.ts";
import type { Store } from "./store.ts";
import { workingRows } from "./working-rows.ts";

export interface MemoryStoreOptions {
  /** Name of the cluster that published snapshots carry; `""` where it is not set. */
  readonly cluster: string;
}

/** A store that lives and dies with its process. Every other backend decorates one. */
export function memoryStore({ cluster }: MemoryStoreOptions): Store {
  const rows = byClass(workingRows);
  const { claim, composite, managed } = rows;
  let current: Snapshot | undefined;

  return {
    replaceClaims: claim.replace,
    replaceXRs: composite.replace,
    replaceMRs: managed.replace,
    retain: (resourceClass, gvrs) => rows[resourceClass].retain(gvrs),

    enrichClaimCompositions: (coverage) => claim.relink(linkClaims(claim.all(), composite.all(), coverage)),
    enrichXRClaims: (coverage) => composite.relink(linkXRs(composite.all(), claim.all(), coverage)),
    enrichMRClaims: (coverage) => managed.relink(linkMRs(managed.all(), composite.all(), coverage)),
    enrichOwners(namespaceOwners) {
      const linked = linkOwners(
        byClass((resourceClass) => rows[resourceClass].all()),
        namespaceOwners,
      );
      byClass((resourceClass) => rows[resourceClass].relink(linked[resourceClass]));
    },

    snapshotClaims: claim.all,
    snapshotXRs: composite.all,
    snapshotMRs: managed.all,
    claimCount: claim.count,
    xrCount: composite.count,
    mrCount: managed.count,

    publish({ takenAt, sources, packages, compositionRevisions, namespaceOwners = [], afterGeneration = 0 }) {
      current = Object.freeze({
        cluster,
        generation: Math.max(current?.generation ?? 0, afterGeneration) + 1,
        takenAt,
        rows: Object.freeze(byClass((resourceClass) => rows[resourceClass].all())),
        sources: Object.freeze([...sources]),
        packages: Object.freeze([...packages]),
        compositionRevisions: Object.freeze([...compositionRevisions]),
        namespaceOwners: Object.freeze([...namespaceOwners]),
      });
      return current;
    },
    current: () => current,
    adopt(snapshot) {
      byClass((resourceClass) => rows[resourceClass].adopt(snapshot.rows[resourceClass]));
      current = snapshot;
    },
  };
}
