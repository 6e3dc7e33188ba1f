import { describe, expect, it } from "vitest";
import { createCluster } from "../cluster/cluster.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { at, textAt } from "../cluster/kube-object.ts";
import type { Json, KubeObject } from "../cluster/kube-object.ts";
import { fromStored } from "../cluster/stored.ts";
import { churn } from "./churn.ts";
import { createPlatform } from "./platform.ts";

const START = Date.UTC(2026, 0, 2);

/** A platform whose clock goes one second further with each step. */
function living(
  claims: number,
  seed = 7,
  mrds = true,
): { readonly cluster: Cluster; readonly step: (steps: number) => void } {
  let now = START;
  const cluster = createCluster({ now: () => now, seed, mrds });
  const platform = createPlatform(cluster, { claims, seed, mrds, managedFields: false });
  expect(cluster.load(platform.objects())).toEqual([]);
  const step = (steps: number): void => {
    for (let left = steps; left > 0; left -= 1) {
      now += 1_000;
      platform.step(1);
    }
  };
  return { cluster, step };
}

const of = (cluster: Cluster, category: string): readonly KubeObject[] =>
  cluster
    .types()
    .filter(({ categories }) => categories.includes(category))
    .flatMap((type) =>
      cluster
        .objects(type)
        .all()
        .map((stored) => fromStored(stored, type.group, type.kind)),
    );

const everything = (cluster: Cluster): string =>
  JSON.stringify(
    cluster.types().map((type) =>
      cluster
        .objects(type)
        .all()
        .map(({ key, tail }) => [key, tail]),
    ),
  );

const conditions = (object: KubeObject): readonly string[] =>
  (at(object, "status", "conditions") as readonly Json[]).map((each) =>
    ["type", "status", "reason"].map((key) => textAt(each, key)).join(" "),
  );

const allConditions = (cluster: Cluster, category: string): ReadonlySet<string> =>
  new Set(of(cluster, category).flatMap(conditions));

describe("a generated platform", () => {
  it("is the same for the same seed, also after it has lived, and another for another", () => {
    const [one, two, other] = [living(40), living(40), living(40, 8)];
    for (const { step } of [one, two, other]) step(50);
    expect(everything(one.cluster)).toBe(everything(two.cluster));
    expect(everything(one.cluster)).not.toBe(everything(other.cluster));
  });

  it("has as many claims as were asked for, and composite resources without a claim beside them", () => {
    const { cluster } = living(40);
    expect(of(cluster, "claim")).toHaveLength(40);
    expect(of(cluster, "composite")).toHaveLength(50);
    expect(of(cluster, "composite").filter(({ metadata }) => metadata.namespace !== undefined).length).toBeGreaterThan(
      0,
    );
  });

  it("changes at least every few steps, and keeps its size", () => {
    const { cluster, step } = living(200);
    let quiet = 0;
    for (let steps = 0; steps < 120; steps += 1) {
      const before = cluster.resourceVersion();
      step(1);
      quiet = cluster.resourceVersion() === before ? quiet + 1 : 0;
      expect(quiet).toBeLessThan(5);
    }
    expect(of(cluster, "claim").length).toBeGreaterThan(190);
    expect(of(cluster, "claim").length).toBeLessThanOrEqual(200);
  });

  it("goes through the states that Crossplane reports, with its reasons", () => {
    const { cluster, step } = living(100);
    const seen = { claim: new Set<string>(), composite: new Set<string>(), managed: new Set<string>() };
    const deleting = new Set<string>();
    for (let steps = 0; steps < 200; steps += 1) {
      step(1);
      for (const category of ["claim", "composite", "managed"] as const) {
        for (const condition of allConditions(cluster, category)) seen[category].add(condition);
      }
      for (const { metadata } of of(cluster, "claim"))
        if (metadata.deletionTimestamp !== undefined) deleting.add(metadata.name);
    }
    const everyone = [
      "Ready True Available",
      "Ready False Deleting",
      "Synced True ReconcileSuccess",
      "Synced False ReconcilePaused",
    ];
    expect([...seen.claim].toSorted()).toEqual([...everyone, "Ready False Waiting"].toSorted());
    expect([...seen.composite].toSorted()).toEqual(
      [...everyone, "Ready False Creating", "Responsive True WatchCircuitClosed"].toSorted(),
    );
    expect([...seen.managed].toSorted()).toEqual(
      [...everyone, "Ready False Creating", "Ready False Unavailable", "Synced False ReconcileError"].toSorted(),
    );
    expect(deleting.size).toBeGreaterThan(0);
  });

  it("stays linked: every managed resource has a parent that is there, or is being deleted with it", () => {
    const { cluster, step } = living(60);
    step(100);
    const uids = new Set(of(cluster, "composite").map(({ metadata }) => metadata.uid));
    const orphans = of(cluster, "managed").filter(
      ({ metadata }) => !uids.has(metadata.ownerReferences?.[0]?.uid ?? ""),
    );
    expect(orphans.map(({ metadata }) => metadata.name)).toEqual([]);
    const names = new Set(of(cluster, "composite").map(({ metadata }) => metadata.name));
    expect(of(cluster, "claim").filter((claim) => !names.has(textAt(claim, "spec", "resourceRef", "name")))).toEqual(
      [],
    );
  });

  it("tells who owns what: on claims, on namespaces, and through both on the rest", () => {
    const { cluster } = living(20);
    const keys = ["platform.example/created-by", "platform.example/team"];
    for (const { metadata } of of(cluster, "claim"))
      expect(Object.keys(metadata.annotations ?? {})).toEqual(expect.arrayContaining(keys));
    const namespaces = cluster.type("namespaces");
    const namespace = namespaces && cluster.read(namespaces, "", "orders-prod");
    expect([
      namespace?.metadata.labels?.["platform.example/team"],
      namespace?.metadata.annotations?.["platform.example/team"],
    ]).toEqual(["orders", "orders"]);
  });

  it("has providers that own their definitions, one of which turns unhealthy now and then", () => {
    const { cluster, step } = living(10);
    const mrds = cluster.type("managedresourcedefinitions.apiextensions.crossplane.io");
    const mrd = mrds && cluster.read(mrds, "", "buckets.s3.cloud.example");
    expect(mrd?.metadata.ownerReferences?.map(({ kind, name }) => [kind, name])).toEqual([
      ["ProviderRevision", "provider-cloud-s3-0a1b2c3d4e5f"],
      ["Provider", "provider-cloud-s3"],
    ]);
    const unhealthy = (): boolean => allConditions(cluster, "pkg").has("Healthy False UnhealthyPackageRevision");
    expect(unhealthy()).toBe(false);
    step(20);
    expect(unhealthy()).toBe(true);
    step(20);
    expect(unhealthy()).toBe(false);
  });

  it("is there on a Crossplane 1.x too, without what came later", () => {
    const { cluster, step } = living(20, 7, false);
    step(20);
    expect(cluster.type("managedresourcedefinitions.apiextensions.crossplane.io")).toBeUndefined();
    expect(of(cluster, "composite").every(({ metadata }) => metadata.namespace === undefined)).toBe(true);
    expect(of(cluster, "managed").length).toBeGreaterThan(20);
  });
});

describe("churn", () => {
  it("turns the Ready condition of as many objects as it is told, spread over all types", () => {
    const { cluster } = living(40);
    const before = cluster.resourceVersion();
    expect(churn(cluster, 30)).toBe(30);
    expect(cluster.resourceVersion()).toBe(before + 30);
    const touched = cluster.types().filter((type) => cluster.objects(type).newest() > before);
    expect(touched.length).toBeGreaterThan(10);
  });

  it("changes all of them when there are not so many", () => {
    const { cluster } = living(2);
    expect(churn(cluster, 1_000)).toBe(of(cluster, "composite").length + of(cluster, "managed").length);
  });
});
