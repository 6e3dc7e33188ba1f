import { emptyRow, gvrOf } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";

/** A row for tests; its GVR follows from group, version and kind. */
export function sampleRow(fields: Partial<Row> & Pick<Row, "kind" | "name">): Row {
  const { group = "acme.example", version = "v1", kind } = fields;
  const gvr = gvrOf({ group, version, resource: `${kind.toLowerCase()}s` });
  return { ...emptyRow, gvr, group, version, uid: `${kind}/${fields.namespace}/${fields.name}`, ...fields };
}

/** A snapshot for tests, of 2026-02-15T10:00:00.250Z. */
export const sampleSnapshot = ({ rows, ...fields }: SampleFields = {}): Snapshot => ({
  cluster: "",
  generation: 7,
  takenAt: Date.UTC(2026, 1, 15, 10, 0, 0, 250),
  sources: [],
  packages: [],
  compositionRevisions: [],
  ...fields,
  rows: { claim: [], composite: [], managed: [], ...rows },
});

type SampleFields = Partial<Omit<Snapshot, "rows">> & { readonly rows?: Partial<Snapshot["rows"]> };

/** One of everything: an unready claim, its XR, an MR whose parent is gone, a failing source, an unhealthy package. */
export const platform = sampleSnapshot({
  cluster: "prod",
  rows: {
    claim: [
      sampleRow({
        kind: "Database",
        namespace: "team-a",
        name: "orders",
        creator: "alice",
        team: "payments",
        composition: "pg",
        ready: 0,
        readyReason: "Waiting",
        readySince: 1771149000,
        synced: 1,
        syncedReason: "ReconcileSuccess",
        createdAt: 1771140000,
        xrName: "orders-x1",
      }),
    ],
    composite: [
      sampleRow({
        kind: "XDatabase",
        name: "orders-x1",
        composition: "pg",
        compositionRevision: "pg-1a2b3c4",
        compositionUpdatePolicy: "Manual",
        team: "payments",
        claimNamespace: "team-a",
        claimName: "orders",
        ready: 1,
        synced: 1,
        paused: true,
        createdAt: 1771140001,
        deletedAt: 1771150000,
      }),
    ],
    managed: [
      sampleRow({
        group: "s3.aws.example",
        kind: "Bucket",
        name: "orders-x1-b",
        composition: "pg",
        provider: "provider-aws-s3",
        providerConfig: "default",
        externalName: "orders-b",
        team: "payments",
        parentKind: "XDatabase",
        parentName: "orders-x0",
        ready: -1,
        synced: 0,
        syncedReason: "ReconcileError",
        dangling: "parent",
        createdAt: 1771140002,
      }),
    ],
  },
  sources: [
    {
      gvr: gvrOf({ group: "acme.example", version: "v1", resource: "databases" }),
      class: "claim",
      rows: 1,
      lastSuccess: 1771149600,
      error: "",
    },
    {
      gvr: gvrOf({ group: "acme.example", version: "v1", resource: "xdatabases" }),
      class: "composite",
      rows: 1,
      lastSuccess: 1771149000,
      error: "timeout",
    },
    {
      gvr: gvrOf({ group: "s3.aws.example", version: "v1", resource: "buckets" }),
      class: "managed",
      rows: 0,
      lastSuccess: 0,
      error: "forbidden",
    },
  ],
  packages: [
    {
      kind: "Provider",
      name: "provider-aws-s3",
      package: "registry.example/provider-aws-s3:v1.2.3",
      version: "v1.2.3",
      revision: "provider-aws-s3-0011223",
      installed: 1,
      installedReason: "ActivePackageRevision",
      healthy: 0,
      healthyReason: "UnhealthyPackageRevision",
    },
  ],
  compositionRevisions: [
    { name: "pg-1a2b3c4", composition: "pg", revision: 1 },
    { name: "pg-5d6e7f8", composition: "pg", revision: 2 },
  ],
});
