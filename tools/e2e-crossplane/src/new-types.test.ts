import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KubeSim, RawObject } from "@xp-tracker/testing";
import { apiVersionOf, claimLabels, mrd, namespace, object, refTo, xrd } from "./objects.ts";
import type { Type } from "./objects.ts";
import { ownerEnvironment, ownerKeys, simulated } from "./simulated.ts";
import { startTracker } from "./tracker.ts";
import type { Tracker } from "./tracker.ts";

const databases: Type = { group: "data.acme.example", kind: "XDatabase", plural: "xdatabases" };
const databaseClaims: Type = { ...databases, kind: "Database", plural: "databases" };
const caches: Type = { group: "cache.acme.example", kind: "XCache", plural: "xcaches" };
const cacheClaims: Type = { ...caches, kind: "Cache", plural: "caches" };
const buckets: Type = { group: "s3.aws.example", kind: "Bucket", plural: "buckets" };
const queues: Type = { group: "sqs.aws.example", kind: "Queue", plural: "queues" };
const claimNames = ["sessions", "pages", "prices"];

const collection = (type: Type, inNamespace = ""): string =>
  `/apis/${apiVersionOf(type)}/${inNamespace === "" ? "" : `namespaces/${inNamespace}/`}${type.plural}`;
const xrds = "/apis/apiextensions.crossplane.io/v1/compositeresourcedefinitions";
const mrds = "/apis/apiextensions.crossplane.io/v1alpha1/managedresourcedefinitions";

const cacheClaim = (name: string): RawObject => {
  const resourceRef = { apiVersion: apiVersionOf(caches), kind: caches.kind, name: `${name}-x1` };
  const annotations = { [ownerKeys.team]: "web" };
  return object(cacheClaims, { name, namespace: "team-a", annotations }, { resourceRef });
};

describe.each(["list", "watch"])("while the poller runs and reads by %s,", (mode) => {
  let sim: KubeSim;
  let tracker: Tracker;
  beforeAll(async () => {
    const kept = object(databaseClaims, { name: "orders", namespace: "team-a" });
    const types = [xrd(databases, { claim: databaseClaims, scope: "LegacyCluster" }), mrd(buckets, "provider-aws-s3")];
    sim = await simulated([namespace("team-a"), ...types, kept, object(buckets, { name: "logs" })]);
    tracker = await startTracker(sim.kubeconfigPath, { ...ownerEnvironment, POLL_MODE: mode });
  });
  afterAll(async () => {
    await tracker?.stop();
    await sim?.stop();
  });

  const create = async (path: string, body: RawObject): Promise<void> => {
    const { status } = await sim.api.create(path, body);
    expect(status).toBe(201);
  };
  const namesOf = async (text: string): Promise<readonly string[]> =>
    Array.from((await tracker.page("/metrics")).matchAll(/^crossplane_resource_info\{(.*)\} 1$/gm))
      .map(([, labels = ""]) => labels)
      .filter((labels) => labels.includes(text))
      .map((labels) => /,name="([^"]*)"/.exec(labels)?.[1] ?? "");

  it("a new XRD and its claims are there within one cycle, and linked", async () => {
    await create(xrds, xrd(caches, { claim: cacheClaims, scope: "LegacyCluster" }));
    for (const claim of claimNames.map(cacheClaim)) {
      const name = `${claim.metadata.name}-x1`;
      await create(collection(cacheClaims, "team-a"), claim);
      await create(
        collection(caches),
        object(
          caches,
          { name, labels: claimLabels(claim, name) },
          { claimRef: refTo(claim), compositionRef: { name: "redis" } },
        ),
      );
    }
    await tracker.wholeCycle();
    expect(await namesOf('kind="Cache"')).toEqual(claimNames.toSorted());
    const { rows } = await tracker.snapshot();
    const claims = rows.claim.filter(({ kind }) => kind === "Cache");
    expect(claims.map(({ name, composition, team }) => [name, composition, team])).toEqual(
      claimNames.toSorted().map((name) => [name, "redis", "web"]),
    );
    const xrs = rows.composite.filter(({ kind }) => kind === "XCache");
    expect(xrs.map(({ claimName, claimKind, team }) => [claimName, claimKind, team])).toEqual(
      claimNames.toSorted().map((name) => [name, "Cache", "web"]),
    );
  });

  it("the rows of an XRD that is deleted leave within one cycle, also from the snapshot; others stay", async () => {
    await sim.api.delete(`${xrds}/xcaches.cache.acme.example`);
    await tracker.wholeCycle();
    expect(await tracker.page("/metrics")).not.toContain("cache.acme.example");
    expect(await tracker.page("/bookkeeping")).not.toContain("cache.acme.example");
    expect(await tracker.snapshotText()).not.toContain("cache.acme.example");
    expect(await namesOf('kind="Database"')).toEqual(["orders"]);
  });

  it("an MRD that becomes active, and changes its version, is followed within one cycle each", async () => {
    const definition = mrd(queues, "provider-aws-sqs");
    await create(mrds, { ...definition, spec: { ...definition.spec, state: "Inactive" } });
    await tracker.wholeCycle();
    expect(await tracker.snapshotText()).not.toContain("sqs.aws.example");

    await sim.api.patch(`${mrds}/queues.sqs.aws.example`, { spec: { state: "Active" } });
    await create(collection(queues), object(queues, { name: "jobs" }));
    await tracker.wholeCycle();
    const queuesIn = async () => (await tracker.snapshot()).rows.managed.filter(({ kind }) => kind === "Queue");
    expect((await queuesIn()).map(({ gvr, provider }) => [gvr, provider])).toEqual([
      ["sqs.aws.example/v1/queues", "provider-aws-sqs"],
    ]);

    const versions = ["v1", "v2"].map((name) => ({ name, served: true, storage: name === "v2" }));
    await sim.api.patch(`${mrds}/queues.sqs.aws.example`, { spec: { versions } });
    await tracker.wholeCycle();
    expect((await queuesIn()).map(({ gvr }) => gvr)).toEqual(["sqs.aws.example/v2/queues"]);
  });
});
