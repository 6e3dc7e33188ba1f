import { emptyRow, gvrOf } from "@xp-tracker/crossplane";
import type { Gvr, ResourceClass, Row } from "@xp-tracker/crossplane";
import type { CycleFacts, Store } from "../store.ts";

const type = (gvr: Gvr, group: string, kind: string) => ({ ...emptyRow, gvr, group, version: "v1", kind });

export const databases = gvrOf({ group: "acme.example", version: "v1", resource: "databases" });
export const caches = gvrOf({ group: "acme.example", version: "v1", resource: "caches" });
export const xdatabases = gvrOf({ group: "acme.example", version: "v1", resource: "xdatabases" });
export const buckets = gvrOf({ group: "s3.aws.example", version: "v1", resource: "buckets" });

const database = type(databases, "acme.example", "Database");
const xdatabase = type(xdatabases, "acme.example", "XDatabase");
const bucket = type(buckets, "s3.aws.example", "Bucket");

/** A claim of team-a that refers to the XR of the same name with `-x1`. */
export const claim = (name: string, fields: Partial<Row> = {}): Row => ({
  ...database,
  namespace: "team-a",
  name,
  uid: `claim-${name}`,
  xrGroup: "acme.example",
  xrKind: "XDatabase",
  xrName: `${name}-x1`,
  ready: 1,
  readyReason: "Available",
  readySince: 1_763_800_000,
  createdAt: 1_763_700_000,
  ...fields,
});

/** The XR of the claim of that name. */
export const xr = (name: string, fields: Partial<Row> = {}): Row => ({
  ...xdatabase,
  name: `${name}-x1`,
  uid: `xr-${name}`,
  ready: 0,
  readyReason: "Creating",
  ...fields,
});

/** A managed resource whose controller is the XR of the claim of that name. */
export const mr = (name: string, fields: Partial<Row> = {}): Row => ({
  ...bucket,
  name: `${name}-bucket`,
  uid: `mr-${name}`,
  provider: "provider-aws-s3",
  parentUid: `xr-${name}`,
  parentGroup: "acme.example",
  parentKind: "XDatabase",
  parentName: `${name}-x1`,
  ...fields,
});

/** A cycle that read everything. */
export const facts: CycleFacts = {
  takenAt: 1_763_812_345_678,
  sources: [{ gvr: databases, class: "claim", rows: 1, lastSuccess: 1_763_812_345, error: "" }],
  packages: [
    {
      kind: "Provider",
      name: "provider-aws-s3",
      package: "xpkg.example/provider-aws-s3:v1.2.3",
      version: "v1.2.3",
      revision: "provider-aws-s3-0123456789ab",
      installed: 1,
      installedReason: "ActivePackageRevision",
      healthy: 0,
      healthyReason: "UnhealthyPackageRevision",
    },
  ],
  compositionRevisions: [{ name: "pg-1a2b3c4", composition: "pg", revision: 3 }],
};

/** The same work for every class of resources. */
export interface ClassAccess {
  readonly name: ResourceClass;
  readonly row: (name: string, fields?: Partial<Row>) => Row;
  readonly replace: (store: Store, gvr: Gvr, rows: readonly Row[]) => void;
  readonly view: (store: Store) => readonly Row[];
  readonly count: (store: Store) => number;
}

export const classes: readonly ClassAccess[] = [
  {
    name: "claim",
    row: claim,
    replace: (store, gvr, rows) => store.replaceClaims(gvr, rows),
    view: (store) => store.snapshotClaims(),
    count: (store) => store.claimCount(),
  },
  {
    name: "composite",
    row: xr,
    replace: (store, gvr, rows) => store.replaceXRs(gvr, rows),
    view: (store) => store.snapshotXRs(),
    count: (store) => store.xrCount(),
  },
  {
    name: "managed",
    row: mr,
    replace: (store, gvr, rows) => store.replaceMRs(gvr, rows),
    view: (store) => store.snapshotMRs(),
    count: (store) => store.mrCount(),
  },
];
