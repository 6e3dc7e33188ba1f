import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { gvrOf, parseGvr, typesOfXrd, type DiscoveredType, type Gvr } from "@xp-tracker/crossplane";
import {
  kubeApiserverSkipReason,
  kubeconfig,
  loadCrossplane,
  loadObjects,
  mrdCrd,
  sampleClaims,
  sampleMrds,
  samplePlatform,
  sharedPath,
  sharedSkipReason,
  startKubeApiserver,
  startKubeSim,
  xrdCrd,
  type ApiClient,
  type KubeApiserver,
  type RawObject,
} from "@xp-tracker/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { connectKube } from "./connection/connect-kube.ts";
import { discover, keepKnown } from "./discovery/discover.ts";
import type { Discovery, ExtraTypes } from "./discovery/discovery.ts";
import type { KubeClient } from "./kube-client.ts";
import { loadKubeconfig } from "./connection/kubeconfig.ts";
import { listPath } from "./lists/list.ts";
import { listObjects } from "./testing/list-objects.ts";
import { freshLists } from "./lists/lists.ts";

const never = new AbortController().signal;
const source = (client: KubeClient) => ({ client, lists: freshLists(client) });
const noExtra: ExtraTypes = { extraClaims: [], extraXRs: [], extraMRs: [] };

interface ApiServer {
  readonly kubeconfigPath: string;
  readonly api: ApiClient;
  readonly stop: () => Promise<void>;
}

interface Target {
  readonly name: string;
  readonly skip: string | undefined;
  readonly start: (options: { readonly mrds: boolean }) => Promise<ApiServer>;
}

const targets: readonly Target[] = [
  { name: "the simulated control plane", skip: undefined, start: ({ mrds }) => startKubeSim({ mrds, token: "t" }) },
  { name: "a real kube-apiserver", skip: kubeApiserverSkipReason(), start: startKubeApiserver },
];

for (const { name, skip, start } of targets) {
  describe.skipIf(skip !== undefined)(`${name}${skip === undefined ? "" : ` (skipped: ${skip})`}`, () => {
    describe("with Crossplane 2", () => {
      let server: ApiServer;
      let client: KubeClient;
      let beforeMrds: Discovery;

      beforeAll(async () => {
        server = await start({ mrds: true });
        await loadObjects(server.api, [xrdCrd, mrdCrd, ...samplePlatform]);
        client = await connect(server.kubeconfigPath);
        beforeMrds = await discover(source(client), noExtra, never);
        await loadObjects(server.api, sampleMrds);
      });
      afterAll(async () => {
        await client?.close();
        await server?.stop();
      });

      it("discovers claims, XRs of every scope, and the active MRDs", async () => {
        const { types, lists, errors } = await discover(source(client), noExtra, never);
        expect(types.map(summary)).toEqual([
          "claim Database namespaced data.acme.example/v1beta1/databases",
          "composite XDatabase cluster data.acme.example/v1beta1/xdatabases",
          "composite Runbook namespaced ops.acme.example/v1/runbooks",
          "managed Bucket cluster storage.cloud.example/v1beta1/buckets",
        ]);
        expect(types.at(-1)).toMatchObject({
          provider: "provider-storage",
          definition: "buckets.storage.cloud.example",
        });
        expect(lists.map(({ gvr, definitions }) => [gvr, definitions.toSorted()])).toEqual([
          [
            "apiextensions.crossplane.io/v1/compositeresourcedefinitions",
            ["broken.acme.example", "runbooks.ops.acme.example", "xdatabases.data.acme.example"],
          ],
          [
            "apiextensions.crossplane.io/v1alpha1/managedresourcedefinitions",
            ["buckets.storage.cloud.example", "widgets.legacy.cloud.example"],
          ],
        ]);
        expect(errors).toEqual([]);
      });

      it("reads the types of category managed as long as there is no MRD", () => {
        expect(beforeMrds.types.filter((type) => type.class === "managed").map(summary)).toEqual([
          "managed Instance namespaced compute.cloud.example/v1/instances",
          "managed Bucket cluster storage.cloud.example/v1beta1/buckets",
        ]);
        expect(beforeMrds.errors).toEqual([]);
      });

      it("names a definition that cannot be read, and goes on", async () => {
        const { problems } = await discover(source(client), noExtra, never);
        const broken = "apiextensions.crossplane.io/v1/compositeresourcedefinitions/broken.acme.example";
        expect(problems).toMatchObject([
          { definition: "broken.acme.example", missing: { gvr: broken, class: "definition", error: "malformed" } },
        ]);
      });

      it("adds the extra types with their kind and scope, and names those that are not served", async () => {
        const extra = {
          extraClaims: [gvr("plain.example/v1/requests"), gvr("data.acme.example/v1alpha1/databases")],
          extraXRs: [gvr("data.acme.example/v1/nothing")],
          extraMRs: [gvr("plain.example/v1/machines"), gvr("absent.example/v1/things")],
        };
        const { types, problems } = await discover(source(client), extra, never);
        expect(types.map(summary)).toEqual(
          expect.arrayContaining([
            "claim Request namespaced plain.example/v1/requests",
            "managed Machine cluster plain.example/v1/machines",
            "claim Database namespaced data.acme.example/v1beta1/databases",
          ]),
        );
        expect(types).toHaveLength(6);
        expect(problems.map(({ definition, reason }) => `${definition}: ${reason}`)).toEqual(
          expect.arrayContaining([
            "data.acme.example/v1/nothing: the API server does not serve this type",
            "absent.example/v1/things: the API server does not serve this type",
            "data.acme.example/v1alpha1/databases: its objects are read as claim data.acme.example/v1beta1/databases already",
          ]),
        );
        expect(
          problems.flatMap(({ missing = { class: "definition" as const } }) =>
            missing.class === "definition" ? [] : [missing],
          ),
        ).toEqual([
          { gvr: "data.acme.example/v1/nothing", class: "composite", error: "not_found" },
          { gvr: "absent.example/v1/things", class: "managed", error: "not_found" },
        ]);
      });

      it.each([1, 3, 7, 500])("lists every object once in pages of %i", async (pageSize) => {
        const list = await listObjects(client, DATABASES, { namespaced: true, pageSize, project: nameOf }, never);
        expect(list.toSorted()).toEqual(sampleClaims.map(nameOf).toSorted());
      });

      it("reads namespaced types in the given namespaces only, cluster-scoped ones whole", async () => {
        const namespaces = ["team-b", "team-without-objects", "team-a"];
        const options = { namespaces, pageSize: 2, project: nameOf };
        const claims = await listObjects(client, DATABASES, { ...options, namespaced: true }, never);
        expect(claims.toSorted()).toEqual(
          ["team-a", "team-b"]
            .flatMap((namespace) => sampleClaims.filter(inNamespace(namespace)).map(nameOf))
            .toSorted(),
        );
        const xrs = await listObjects(client, XDATABASES, { ...options, namespaced: false }, never);
        expect(xrs).toHaveLength(2);
      });

      it("gives items of built-in types their kind", async () => {
        const kindAndName = (object: unknown) => `${(object as RawObject).kind} ${nameOf(object)}`;
        const namespaces = await listPath(client, "/api/v1/namespaces", { project: kindAndName }, never);
        expect(namespaces).toEqual(expect.arrayContaining(["Namespace team-a", "Namespace team-b"]));
      });

      it("a type that is not served is not found", async () => {
        const list = listObjects(
          client,
          gvr("absent.example/v1/things"),
          { namespaced: false, project: nameOf },
          never,
        );
        await expect(list).rejects.toMatchObject({ errorClass: "not_found", httpStatus: 404 });
      });

      it("an unknown token is unauthorized", async () => {
        const stranger = await clientAs(server, { token: "unknown" });
        await expect(stranger.get("/apis", {}, never)).rejects.toMatchObject({ errorClass: "unauthorized" });
      });
    });

    describe("with Crossplane 1, which has no MRDs", () => {
      let server: ApiServer;
      let client: KubeClient;

      beforeAll(async () => {
        server = await start({ mrds: false });
        client = await connect(server.kubeconfigPath);
      });
      afterAll(async () => {
        await client?.close();
        await server?.stop();
      });

      it("without anything installed there are no types, and no errors", async () => {
        const { types, errors } = await discover(source(client), noExtra, never);
        expect({ types, errors }).toEqual({ types: [], errors: [] });
      });

      it("reads the types of category managed, each in its group's preferred version", async () => {
        await loadObjects(server.api, [xrdCrd, ...samplePlatform]);
        const { types, lists, problems } = await discover(source(client), noExtra, never);
        expect(types.filter((type) => type.class === "managed").map(summary)).toEqual([
          "managed Instance namespaced compute.cloud.example/v1/instances",
          "managed Bucket cluster storage.cloud.example/v1beta1/buckets",
        ]);
        expect(lists.map((list) => list.gvr)).toContain("apiextensions.k8s.io/v1/customresourcedefinitions");
        expect(problems.map(({ definition }) => definition)).toEqual(["broken.acme.example"]);
      });
    });
  });
}

const realSkip = kubeApiserverSkipReason();

describe.skipIf(realSkip !== undefined)(
  `rights on a real kube-apiserver${realSkip === undefined ? "" : ` (skipped: ${realSkip})`}`,
  () => {
    let server: KubeApiserver;
    beforeAll(async () => {
      server = await startKubeApiserver();
      await loadObjects(server.api, [xrdCrd, ...samplePlatform]);
    });
    afterAll(() => server?.stop());

    it("lists that RBAC refuses are forbidden; the category is read where MRDs may not be", async () => {
      await loadObjects(server.api, [mrdCrd]);
      const client = await connect(server.restrictedKubeconfigPath);
      const list = listObjects(client, DATABASES, { namespaced: true, project: nameOf }, never);
      await expect(list).rejects.toMatchObject({ errorClass: "forbidden", httpStatus: 403 });

      const { types, errors, problems } = await discover(source(client), noExtra, never);
      expect(types.map((type) => type.class)).toEqual(["managed", "managed"]);
      expect(errors.map(({ classes, error }) => [classes, error.errorClass])).toEqual([
        [["claim", "composite"], "forbidden"],
      ]);
      expect(problems[0]?.reason).toContain("forbidden");
    });

    it("a client certificate is enough", async () => {
      const { cert, key } = server.clientCertificate("ada", ["system:masters"]);
      const base64 = (text: string) => Buffer.from(text).toString("base64");
      const client = await clientAs(server, {
        "client-certificate-data": base64(cert),
        "client-key-data": base64(key),
      });
      const list = listObjects(client, XDATABASES, { namespaced: false, project: nameOf }, never);
      await expect(list).resolves.toHaveLength(2);
    });
  },
);

const PLATFORM = "fixtures/crossplane";
const folder = sharedPath(PLATFORM);
const platformSkip = realSkip ?? sharedSkipReason(PLATFORM);

describe.skipIf(platformSkip !== undefined)(
  `a real platform on a real kube-apiserver${platformSkip === undefined ? "" : ` (skipped: ${platformSkip})`}`,
  () => {
    it("every type of every XRD is discovered, every claim and XR is listed", async () => {
      const server = await startKubeApiserver();
      onTestFinished(server.stop);
      const { xrds, claims, xrs } = await loadCrossplane(server.api, folder);
      const client = await connect(server.kubeconfigPath);

      const { types, problems, errors } = await discover(source(client), noExtra, never);
      expect({ problems, errors }).toEqual({ problems: [], errors: [] });
      expect(types.map((type) => type.gvr)).toEqual(
        xrds
          .flatMap(typesIn)
          .map((type) => type.gvr)
          .toSorted(),
      );

      const namesOf = async (wanted: string): Promise<readonly string[]> => {
        const lists = types
          .filter((type) => type.class === wanted)
          .map((type) => listObjects(client, type.gvr, { ...type, project: nameOf }, never));
        return (await Promise.all(lists)).flat().toSorted();
      };
      expect(await namesOf("claim")).toEqual(claims.map(nameOf).toSorted());
      expect(await namesOf("composite")).toEqual(xrs.map(nameOf).toSorted());
    }, 60_000);
  },
);

describe("faults of the simulated control plane", () => {
  const sim = async () => {
    const server = await startKubeSim();
    onTestFinished(server.stop);
    await loadObjects(server.api, [...samplePlatform, ...sampleMrds]);
    return { server, client: await connect(server.kubeconfigPath, { attempts: 2, baseMs: 1, maxMs: 1_000 }) };
  };
  const databaseNames = (client: KubeClient) =>
    listObjects(client, DATABASES, { namespaced: true, pageSize: 3, project: nameOf }, never);

  it("200 lists and a discovery cost at most 4 TLS handshakes", async () => {
    const { server, client } = await sim();
    await server.control.resetStats();
    await discover(source(client), noExtra, never);
    await Promise.all(Array.from({ length: 200 }, () => databaseNames(client)));
    // Each question to the control endpoint is a connection, too.
    expect((await server.control.stats()).tlsHandshakes).toBeLessThanOrEqual(5);
  });

  it("a list whose token expires is begun anew and complete", async () => {
    const { server, client } = await sim();
    await server.control.addFault({ gvr: DATABASES, expireContinue: true, times: 1 });
    await expect(databaseNames(client)).resolves.toHaveLength(sampleClaims.length);
  });

  it("429 with Retry-After and 503 pass by themselves", async () => {
    const { server, client } = await sim();
    for (const status of [429, 503] as const) {
      await server.control.addFault({ gvr: DATABASES, status, retryAfterSeconds: 1, times: 1 });
      await expect(databaseNames(client)).resolves.toHaveLength(sampleClaims.length);
    }
  });

  it("an answer that breaks off is asked for again", async () => {
    const { server, client } = await sim();
    await server.control.addFault({ gvr: DATABASES, reset: true, times: 1 });
    await expect(databaseNames(client)).resolves.toHaveLength(sampleClaims.length);
  });

  it("definitions that cannot be read are errors with their classes, and what is known stays", async () => {
    const { server, client } = await sim();
    const before = (await discover(source(client), noExtra, never)).types;
    await server.control.addFault({ gvr: XRDS, status: 500 });
    const after = await discover(source(client), noExtra, never);
    expect(after.types.map((type) => type.class)).toEqual(["managed"]);
    expect(after.errors).toMatchObject([
      { source: XRDS, classes: ["claim", "composite"], error: { errorClass: "server_error" } },
    ]);
    expect(keepKnown(before, after)).toEqual(before);
    expect(keepKnown([], after)).toEqual(after.types);

    await server.control.clearFaults();
    await server.control.addFault({ gvr: MRDS, status: 504 });
    const withoutMrds = await discover(source(client), noExtra, never);
    expect(withoutMrds.errors).toMatchObject([
      { source: MRDS, classes: ["managed"], error: { errorClass: "timeout" } },
    ]);
    expect(keepKnown(before, withoutMrds)).toEqual(before);
  });

  it("a 404 to everything is an outage, not the end of every type", async () => {
    const { server, client } = await sim();
    const before = (await discover(source(client), noExtra, never)).types;
    await server.control.addFault({ status: 404 });
    const after = await discover(source(client), noExtra, never);
    expect(after.errors).toMatchObject([
      { source: XRDS, classes: ["claim", "composite"], error: { errorClass: "not_found" } },
      { source: "/apis", classes: ["managed"] },
    ]);
    expect(keepKnown(before, after)).toEqual(before);
  });

  it("a 404 to the definitions ends no type while API discovery still serves them", async () => {
    const { server, client } = await sim();
    await server.control.addFault({ gvr: XRDS, status: 404 });
    const { errors } = await discover(source(client), noExtra, never);
    expect(errors).toMatchObject([
      { source: XRDS, classes: ["claim", "composite"], error: { errorClass: "not_found" } },
    ]);
  });

  it("types keep what their definitions said when those may no longer be read", async () => {
    const { server, client } = await sim();
    const before = (await discover(source(client), noExtra, never)).types;
    expect(before.map(({ provider }) => provider)).toContain("provider-storage");
    await server.control.addFault({ gvr: MRDS, status: 403 });
    const after = await discover(source(client), noExtra, never);
    expect(after.types.map(({ provider }) => provider)).not.toContain("provider-storage");
    const kept = keepKnown(before, after);
    expect(before.filter((type) => !kept.some((other) => isDeepStrictEqual(type, other)))).toEqual([]);
  });

  it("types of a definition that can be read no more stay", async () => {
    const { server, client } = await sim();
    const before = (await discover(source(client), noExtra, never)).types;
    const [xr] = before.filter((type) => type.class === "composite");
    await server.api.patch(`/apis/${XRDS}/${xr?.definition}`, { spec: { scope: "Galactic" } });
    const after = await discover(source(client), noExtra, never);
    expect(after.types).not.toContainEqual(xr);
    expect(keepKnown(before, after)).toEqual(before);
  });

  it("an API group that fails is that group's error only", async () => {
    const { server, client } = await sim();
    await server.control.addFault({ gvr: MRDS, status: 404 });
    const before = (await discover(source(client), noExtra, never)).types;
    await server.control.addFault({ path: "/apis/storage.cloud.example/v1beta1", status: 503 });
    const after = await discover(source(client), noExtra, never);
    expect(after.types.map((type) => type.gvr)).toContain("compute.cloud.example/v1/instances");
    expect(after.types.map((type) => type.gvr)).not.toContain("storage.cloud.example/v1beta1/buckets");
    expect(after.errors).toMatchObject([{ source: "storage.cloud.example/v1beta1", group: "storage.cloud.example" }]);
    expect(keepKnown(before, after)).toEqual(before);
  });

  it("an extra type that cannot be looked up stays known", async () => {
    const { server, client } = await sim();
    const extra = { ...noExtra, extraMRs: [gvr("plain.example/v1/machines")] };
    const before = (await discover(source(client), extra, never)).types;
    await server.control.addFault({ path: "/apis/plain.example/v1", status: 500 });
    const after = await discover(source(client), extra, never);
    expect(after.errors).toMatchObject([{ source: "plain.example/v1/machines", classes: ["managed"] }]);
    expect(keepKnown(before, after)).toEqual(before);
  });

  it("an abort ends a discovery that hangs", async () => {
    const { server, client } = await sim();
    await server.control.addFault({ gvr: XRDS, hang: true });
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("shutting down")), 100);
    await expect(discover(source(client), noExtra, stop.signal)).rejects.toThrow("shutting down");
  });
});

function gvr(text: string): Gvr {
  const parsed = parseGvr(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const XRDS = "apiextensions.crossplane.io/v1/compositeresourcedefinitions";
const MRDS = "apiextensions.crossplane.io/v1alpha1/managedresourcedefinitions";
const DATABASES = gvrOf({ group: "data.acme.example", version: "v1beta1", resource: "databases" });
const XDATABASES = gvrOf({ group: "data.acme.example", version: "v1beta1", resource: "xdatabases" });

const nameOf = (object: unknown): string => (object as RawObject).metadata.name;
const inNamespace = (namespace: string) => (object: RawObject) => object.metadata.namespace === namespace;
const summary = (type: DiscoveredType): string =>
  `${type.class} ${type.kind} ${type.namespaced ? "namespaced" : "cluster"} ${type.gvr}`;

function typesIn(xrd: RawObject): readonly DiscoveredType[] {
  const parsed = typesOfXrd(xrd);
  return parsed.ok ? parsed.value : [];
}

async function connect(kubeconfigPath: string, retry = { attempts: 2, baseMs: 1, maxMs: 1_000 }): Promise<KubeClient> {
  return connectKube({ kubeconfigPath, requestTimeoutMs: 20_000, userAgent: "xp-tracker/test", retry });
}

/** A client of the same server with another user. */
async function clientAs({ kubeconfigPath }: ApiServer, user: object): Promise<KubeClient> {
  const { server = "", caData = "" } = loadKubeconfig({ kubeconfigPath }).getCurrentCluster() ?? {};
  const folder = await mkdtemp(join(tmpdir(), "kube-user-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(
    join(folder, "kubeconfig"),
    kubeconfig({ server, ca: Buffer.from(caData, "base64").toString(), user }),
  );
  return connect(join(folder, "kubeconfig"));
}
