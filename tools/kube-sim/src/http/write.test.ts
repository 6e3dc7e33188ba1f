import { describe, expect, it } from "vitest";
import { XRDS, XRS, namesOf, testSim, xr, xrd } from "../testing/test-sim.ts";

describe("a written object", () => {
  it("gets an identity, and keeps it through its changes", async () => {
    const { send, get } = await testSim([xrd()]);
    const { status, body } = await send("POST", XRS, xr("a"));
    expect(status).toBe(201);
    const changed = await send("PATCH", `${XRS}/a`, { spec: { size: "large" } });
    expect(changed.body?.metadata?.uid).toBe(body?.metadata?.uid);
    expect(changed.body?.metadata?.generation).toBe(2);
    expect((await get(`${XRS}/a`)).body?.["spec"]).toEqual({ size: "large" });
  });

  it("has its status changed through /status alone", async () => {
    const { send, get } = await testSim([xrd(), xr("a")]);
    await send("PATCH", `${XRS}/a`, { status: { ready: true } });
    expect((await get(`${XRS}/a`)).body?.["status"]).not.toHaveProperty("ready");
    const { body } = await send("PATCH", `${XRS}/a/status`, { spec: { size: "large" }, status: { ready: true } });
    expect([body?.["spec"], body?.["status"], body?.metadata?.generation]).toMatchObject([
      { size: "small" },
      { ready: true },
      1,
    ]);
  });

  it("is not changed by a writer who has an old version of it", async () => {
    const { send } = await testSim([xrd(), xr("a")]);
    const stale = { ...xr("a"), metadata: { name: "a", resourceVersion: "1" } };
    expect((await send("PUT", `${XRS}/a`, stale)).body?.reason).toBe("Conflict");
  });

  it("is replaced without a version, but for a Lease", async () => {
    const { send } = await testSim([xrd(), xr("a")]);
    expect((await send("PUT", `${XRS}/a`, xr("a"))).status).toBe(200);
    const leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
    const { body: lease } = await send("POST", leases, { metadata: { name: "l" }, spec: { holderIdentity: "a" } });
    const { body: unversioned } = await send("PUT", `${leases}/l`, { metadata: { name: "l" } });
    expect([unversioned?.reason, unversioned?.message]).toEqual([
      "Invalid",
      'leases.coordination.k8s.io "l" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update',
    ]);
    expect((await send("PUT", `${leases}/l`, { ...lease, spec: { holderIdentity: "b" } })).status).toBe(200);
    expect((await send("PUT", `${leases}/l`, { ...lease, spec: { holderIdentity: "c" } })).body?.reason).toBe(
      "Conflict",
    );
  });

  it("waits for its finalizers to be deleted", async () => {
    const held = { ...xr("a"), metadata: { name: "a", finalizers: ["example.org/hold"] } };
    const { send, get } = await testSim([xrd(), held]);
    const { body } = await send("DELETE", `${XRS}/a`);
    expect(body?.metadata?.deletionTimestamp).toMatch(/Z$/);
    await send("DELETE", `${XRS}/a`);
    expect((await get(`${XRS}/a`)).body?.metadata?.resourceVersion).toBe(body?.metadata?.resourceVersion);
    await send("PATCH", `${XRS}/a`, { metadata: { finalizers: null } });
    expect((await get(`${XRS}/a`)).status).toBe(404);
  });

  it("is refused with the server's own words", async () => {
    const { send } = await testSim([xrd(), xr("a")]);
    expect((await send("POST", XRS, xr("a"))).body?.reason).toBe("AlreadyExists");
    expect((await send("POST", XRS, { ...xr("b"), kind: "Other" })).status).toBe(422);
    expect(
      (await send("POST", "/apis/data.example/v1/namespaces/none/databases", { metadata: { name: "x" } })).body
        ?.message,
    ).toBe('namespaces "none" not found');
    expect((await send("PATCH", `${XRS}/a`, {}, { "content-type": "application/json" })).status).toBe(415);
    expect((await send("DELETE", `${XRS}/a/status`)).status).toBe(405);
  });

  it("is deleted with all others that a selector chooses", async () => {
    const { send, get } = await testSim([xrd(), xr("a", { env: "dev" }), xr("b"), xr("c", { env: "dev" })]);
    await send("DELETE", `${XRS}?labelSelector=env%3Ddev`);
    expect(namesOf((await get(XRS)).body)).toEqual(["b"]);
  });
});

describe("a definition", () => {
  it("serves its types as soon as it is written", async () => {
    const { send, get } = await testSim();
    expect((await get(XRS)).status).toBe(404);
    await send("POST", XRDS, xrd());
    expect((await get(XRS)).status).toBe(200);
    expect((await get("/apis/data.example/v1/databases")).status).toBe(200);
    const { body } = await get("/apis/data.example/v1");
    expect(body?.resources?.map(({ name }) => name)).toEqual([
      "xdatabases",
      "xdatabases/status",
      "databases",
      "databases/status",
    ]);
  });

  it("decides the scope: v2 is namespaced unless it says otherwise, and offers no claim", async () => {
    const { scope: _scope, claimNames: _claims, ...spec } = xrd()["spec"] as Record<string, unknown>;
    const { send, get } = await testSim();
    const v2 = { ...xrd(), apiVersion: "apiextensions.crossplane.io/v2", spec };
    await send("POST", "/apis/apiextensions.crossplane.io/v2/compositeresourcedefinitions", v2);
    expect((await get("/apis/data.example/v1/namespaces/default/xdatabases")).status).toBe(200);
    expect((await get(`${XRDS}/xdatabases.data.example`)).body?.["spec"]).toMatchObject({ scope: "Namespaced" });
  });

  it("of a managed resource serves it only while it is active", async () => {
    const mrd = {
      apiVersion: "apiextensions.crossplane.io/v1alpha1",
      kind: "ManagedResourceDefinition",
      metadata: { name: "buckets.s3.example" },
      spec: {
        group: "s3.example",
        names: { kind: "Bucket", plural: "buckets" },
        scope: "Cluster",
        state: "Inactive",
        versions: [{ name: "v1", served: true, storage: true }],
      },
    };
    const { send, get } = await testSim([mrd]);
    expect((await get("/apis/s3.example/v1/buckets")).status).toBe(404);
    await send("PATCH", "/apis/apiextensions.crossplane.io/v1alpha1/managedresourcedefinitions/buckets.s3.example", {
      spec: { state: "Active" },
    });
    expect((await get("/apis/s3.example/v1/buckets")).status).toBe(200);
    const { body } = await get("/apis/s3.example/v1");
    expect(body?.resources?.[0]?.categories).toEqual(["crossplane", "managed"]);
  });

  it("of managed resources is unknown to a Crossplane 1.x", async () => {
    const { get } = await testSim([], { mrds: false, claims: 4, speed: 0 });
    expect((await get("/apis/apiextensions.crossplane.io/v1alpha1/managedresourcedefinitions")).status).toBe(404);
    expect((await get("/apis/apiextensions.crossplane.io/v1alpha1")).status).toBe(404);
    expect((await get("/apis/apiextensions.crossplane.io/v2")).status).toBe(404);
    expect((await get("/apis/s3.cloud.example/v1beta1/buckets")).status).toBe(200);
  });
});
