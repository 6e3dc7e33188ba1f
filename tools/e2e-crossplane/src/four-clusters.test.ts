import { describe, expect, it, onTestFinished } from "vitest";
import { resourceClasses } from "@xp-tracker/crossplane";
import type { Row, Snapshot } from "@xp-tracker/crossplane";
import type { RawObject } from "@xp-tracker/testing";
import { claimLabels, composedBy, managedCrd, mrd, namespace, object, refTo, xrd } from "./objects.ts";
import type { Type } from "./objects.ts";
import { ownerEnvironment, ownerKeys, simulated } from "./simulated.ts";
import { startTracker } from "./tracker.ts";

const team = (name: string) => ({ annotations: { [ownerKeys.team]: name } });
const namespaces = [namespace("team-a"), namespace("team-b", { [ownerKeys.team]: "search" })];

const databases: Type = { group: "data.acme.example", kind: "XDatabase", plural: "xdatabases" };
const databaseClaims: Type = { ...databases, kind: "Database", plural: "databases" };
const networks: Type = { group: "net.acme.example", kind: "XNetwork", plural: "xnetworks" };
const apps: Type = { group: "apps.acme.example", kind: "App", plural: "apps", namespaced: true };
const tenants: Type = { group: "apps.acme.example", kind: "Tenant", plural: "tenants" };
const buckets: Type = { group: "s3.aws.example", kind: "Bucket", plural: "buckets", version: "v1beta1" };
const namespacedBuckets: Type = { ...buckets, group: "s3.aws.m.example", namespaced: true };

const byComposition = (name: string) => ({
  compositionRef: { name },
  compositionRevisionRef: { name: `${name}-1a2b3c` },
});

/** A claim with its XR, of Crossplane 1 or of the legacy kind in 2. */
function claimed(name: string) {
  const xrName = `${name}-x1`;
  const resourceRef = { apiVersion: "data.acme.example/v1", kind: "XDatabase", name: xrName };
  const claim = object(databaseClaims, { name, namespace: "team-a", ...team("payments") }, { resourceRef });
  const labels = claimLabels(claim, xrName);
  const xr = object(databases, { name: xrName, labels }, { ...byComposition("pg"), claimRef: refTo(claim) });
  return { claim, xr };
}

interface Cluster {
  readonly name: string;
  readonly mrds: boolean;
  readonly objects: () => readonly RawObject[];
  /** One line for each row that must be there, as {@link shown} writes it. */
  readonly rows: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

const clusters: readonly Cluster[] = [
  {
    name: "Crossplane 1.x, which has no MRD type",
    mrds: false,
    objects: () => {
      const { claim, xr } = claimed("orders");
      const nested = object(networks, composedBy(xr, "orders-x1-n"), byComposition("vpc"));
      const types = [xrd(databases, { claim: databaseClaims }), xrd(networks), managedCrd(buckets)];
      return [
        ...namespaces,
        ...types,
        claim,
        xr,
        nested,
        object(buckets, composedBy(xr, "orders-x1-b")),
        object(buckets, composedBy(nested, "orders-x1-n-b")),
        object(buckets, { name: "by-hand", ...team("infra") }),
      ];
    },
    rows: [
      "claim Database.data.acme.example team-a/orders: composition pg, team payments",
      "composite XDatabase.data.acme.example /orders-x1: composition pg at pg-1a2b3c, claim Database team-a/orders, team payments",
      "composite XNetwork.net.acme.example /orders-x1-n: composition vpc at vpc-1a2b3c, claim Database team-a/orders, parent XDatabase orders-x1, root XDatabase orders-x1, team payments",
      "managed Bucket.s3.aws.example /by-hand: team infra",
      "managed Bucket.s3.aws.example /orders-x1-b: composition pg, claim Database team-a/orders, parent XDatabase orders-x1, root XDatabase orders-x1, team payments",
      "managed Bucket.s3.aws.example /orders-x1-n-b: composition vpc, claim Database team-a/orders, parent XNetwork orders-x1-n, root XDatabase orders-x1, team payments",
    ],
    counts: { crossplane_claims_total: 1, crossplane_xr_total: 2, crossplane_mr_total: 3 },
  },
  {
    name: "Crossplane 2.x without any claim",
    mrds: true,
    objects: () => {
      const shop = object(apps, { name: "shop", namespace: "team-b" }, { crossplane: byComposition("web") });
      const acme = object(tenants, { name: "acme", ...team("platform") }, { crossplane: byComposition("tenant") });
      return [
        ...namespaces,
        xrd(apps, { scope: "Namespaced" }),
        xrd(tenants, { scope: "Cluster" }),
        mrd(buckets, "provider-aws-s3"),
        mrd(namespacedBuckets, "provider-aws-s3"),
        shop,
        acme,
        object(namespacedBuckets, composedBy(shop, "shop-b")),
        object(buckets, composedBy(acme, "acme-b")),
      ];
    },
    rows: [
      "composite App.apps.acme.example team-b/shop: composition web at web-1a2b3c, team search",
      "composite Tenant.apps.acme.example /acme: composition tenant at tenant-1a2b3c, team platform",
      "managed Bucket.s3.aws.example /acme-b: composition tenant, parent Tenant acme, root Tenant acme, team platform, provider provider-aws-s3",
      "managed Bucket.s3.aws.m.example team-b/shop-b: composition web, parent App shop, root App shop, team search, provider provider-aws-s3",
    ],
    counts: { crossplane_xr_total: 2, crossplane_mr_total: 2 },
  },
  {
    name: "Crossplane 2.x whose namespaced and cluster-scoped XRs and MRs share kinds and names",
    mrds: true,
    objects: () => {
      const inA = object(
        apps,
        { name: "shop", namespace: "team-a", ...team("payments") },
        { crossplane: byComposition("web") },
      );
      const inB = object(apps, { name: "shop", namespace: "team-b" }, { crossplane: byComposition("web-canary") });
      const wide = object(tenants, { name: "shop", ...team("platform") }, { crossplane: byComposition("tenant") });
      return [
        ...namespaces,
        xrd(apps, { scope: "Namespaced" }),
        xrd(tenants, { scope: "Cluster" }),
        mrd(buckets, "provider-aws-s3"),
        mrd(namespacedBuckets, "provider-aws-s3"),
        inA,
        inB,
        wide,
        ...[inA, inB].map((xr) => object(namespacedBuckets, composedBy(xr, "shop-b"))),
        object(buckets, composedBy(wide, "shop-b")),
      ];
    },
    rows: [
      "composite App.apps.acme.example team-a/shop: composition web at web-1a2b3c, team payments",
      "composite App.apps.acme.example team-b/shop: composition web-canary at web-canary-1a2b3c, team search",
      "composite Tenant.apps.acme.example /shop: composition tenant at tenant-1a2b3c, team platform",
      "managed Bucket.s3.aws.example /shop-b: composition tenant, parent Tenant shop, root Tenant shop, team platform, provider provider-aws-s3",
      "managed Bucket.s3.aws.m.example team-a/shop-b: composition web, parent App shop, root App shop, team payments, provider provider-aws-s3",
      "managed Bucket.s3.aws.m.example team-b/shop-b: composition web-canary, parent App shop, root App shop, team search, provider provider-aws-s3",
    ],
    counts: { crossplane_xr_total: 3, crossplane_mr_total: 3 },
  },
  {
    name: "Crossplane 2.x with legacy claims beside namespaced XRs of the same names",
    mrds: true,
    objects: () => {
      const { claim, xr } = claimed("orders");
      const names = ["orders", "orders-x1"];
      const modern = names.map((name) =>
        object(apps, { name, namespace: "team-b" }, { crossplane: byComposition("web") }),
      );
      return [
        ...namespaces,
        xrd(databases, { claim: databaseClaims, scope: "LegacyCluster" }),
        xrd(apps, { scope: "Namespaced" }),
        mrd(buckets, "provider-aws-s3"),
        mrd(namespacedBuckets, "provider-aws-s3"),
        claim,
        xr,
        ...modern,
        object(buckets, composedBy(xr, "orders-x1-b")),
        ...modern.map((app) => object(namespacedBuckets, composedBy(app, `${app.metadata.name}-b`))),
      ];
    },
    rows: [
      "claim Database.data.acme.example team-a/orders: composition pg, team payments",
      "composite App.apps.acme.example team-b/orders: composition web at web-1a2b3c, team search",
      "composite App.apps.acme.example team-b/orders-x1: composition web at web-1a2b3c, team search",
      "composite XDatabase.data.acme.example /orders-x1: composition pg at pg-1a2b3c, claim Database team-a/orders, team payments",
      "managed Bucket.s3.aws.example /orders-x1-b: composition pg, claim Database team-a/orders, parent XDatabase orders-x1, root XDatabase orders-x1, team payments, provider provider-aws-s3",
      "managed Bucket.s3.aws.m.example team-b/orders-b: composition web, parent App orders, root App orders, team search, provider provider-aws-s3",
      "managed Bucket.s3.aws.m.example team-b/orders-x1-b: composition web, parent App orders-x1, root App orders-x1, team search, provider provider-aws-s3",
    ],
    counts: { crossplane_claims_total: 1, crossplane_xr_total: 3, crossplane_mr_total: 3 },
  },
];

describe("a cluster of", () => {
  it.each(clusters)("$name is polled, counted and linked right", async ({ mrds, objects, rows, counts }) => {
    const sim = await simulated(objects(), { mrds });
    onTestFinished(sim.stop);
    const tracker = await startTracker(sim.kubeconfigPath, ownerEnvironment);
    onTestFinished(tracker.stop);
    const snapshot = await tracker.snapshot();
    expect(linesOf(snapshot)).toEqual(rows.toSorted());
    expect(snapshot.sources.filter(({ error }) => error !== "")).toEqual([]);
    expect(countsOf(await tracker.page("/metrics"))).toEqual(counts);
  });
});

const linesOf = ({ rows }: Snapshot): readonly string[] =>
  resourceClasses.flatMap((name) => rows[name].map((row) => `${name} ${shown(row)}`)).toSorted();

function shown(row: Row): string {
  const facts: readonly (readonly [label: string, value: string])[] = [
    [
      "composition",
      row.compositionRevision === "" ? row.composition : `${row.composition} at ${row.compositionRevision}`,
    ],
    ["claim", row.claimName === "" ? "" : `${row.claimKind} ${row.claimNamespace}/${row.claimName}`],
    ["parent", `${row.parentKind} ${row.parentName}`.trim()],
    // Of claims it is the XR, which their own lines show.
    ["root", row.parentUid === "" ? "" : `${row.xrKind} ${row.xrName}`],
    ["team", row.team],
    ["provider", row.provider],
    ["lost", row.dangling],
    ["not ready", row.ready === 1 && row.synced === 1 ? "" : "yes"],
  ];
  const told = facts.filter(([, value]) => value !== "").map(([label, value]) => `${label} ${value}`);
  return `${row.kind}.${row.group} ${row.namespace}/${row.name}: ${told.join(", ")}`;
}

/** The sums of the families that count objects. */
function countsOf(page: string): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [, family = "", value] of page.matchAll(/^(crossplane_(?:claims|xr|mr)_total)\{.*\} (\d+)$/gm)) {
    counts[family] = (counts[family] ?? 0) + Number(value);
  }
  return counts;
}
