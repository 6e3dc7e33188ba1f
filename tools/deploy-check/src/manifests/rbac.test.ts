import { isDeepStrictEqual } from "node:util";
import { apiClient, kubeApiserverSkipReason, startKubeApiserver } from "@xp-tracker/testing";
import type { ApiClient, KubeApiserver } from "@xp-tracker/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { apply } from "./apply.ts";
import { customResourceDefinition } from "./custom-resource-definition.ts";
import type { KubeObject } from "./kube-object.ts";
import { kustomizeSkipReason, renderKustomization } from "./kustomize.ts";
import { kustomizePath } from "./paths.ts";

const why = kubeApiserverSkipReason() ?? kustomizeSkipReason();
const named = (apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name },
  ...rest,
});

/** A platform: Crossplane's own types, and types of claims, XRs and MRs. */
const types = [
  ["apiextensions.crossplane.io", "compositeresourcedefinitions"],
  ["apiextensions.crossplane.io", "managedresourcedefinitions"],
  ["apiextensions.crossplane.io", "compositionrevisions"],
  ["pkg.crossplane.io", "providers"],
  ["pkg.crossplane.io", "functions"],
  ["pkg.crossplane.io", "configurations"],
  ["platform.example.org", "databases"],
  ["platform.example.org", "xdatabases"],
  ["s3.aws.upbound.io", "buckets"],
] as const;

/** As Crossplane's RBAC manager fills it: everything of its types, Secrets not among them. */
const crossplaneView = named("rbac.authorization.k8s.io/v1", "ClusterRole", "crossplane-view", {
  rules: [
    { apiGroups: [""], resources: ["events", "namespaces"], verbs: ["get", "list", "watch"] },
    ...["apiextensions.crossplane.io", "pkg.crossplane.io", "platform.example.org", "s3.aws.upbound.io"].map(
      (group) => ({
        apiGroups: [group],
        resources: ["*"],
        verbs: ["get", "list", "watch"],
      }),
    ),
  ],
});

const reads = ["/api/v1/namespaces", "/apis", ...types.map(([group, plural]) => `/apis/${group}/v1/${plural}`)];
const refused = [
  "/api/v1/secrets",
  "/api/v1/namespaces/xp-tracker/secrets",
  "/api/v1/configmaps",
  "/api/v1/pods",
  "/apis/rbac.authorization.k8s.io/v1/clusterroles",
];

describe.skipIf(why !== undefined)(
  `what the service accounts may do${why === undefined ? "" : ` (left out: ${why})`}`,
  () => {
    let server: KubeApiserver;
    const clients: { close: () => void }[] = [];
    const as = async (account: string): Promise<ApiClient> => {
      const path = `/api/v1/namespaces/xp-tracker/serviceaccounts/${account}/token`;
      const { body } = await server.api.create(path, {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: {},
      });
      const { token } = (body as { status: { token: string } }).status;
      const client = apiClient({ url: server.url, ca: server.ca, token });
      clients.push(client);
      return client;
    };
    const statuses = async (client: ApiClient, paths: readonly string[]) =>
      Object.fromEntries(
        await Promise.all(paths.map(async (path) => [path, (await client.get(path)).status] as const)),
      );
    const all = (paths: readonly string[], status: number) => Object.fromEntries(paths.map((path) => [path, status]));

    beforeAll(async () => {
      server = await startKubeApiserver();
      await apply(server.api, named("v1", "Namespace", "xp-tracker"), false);
      for (const [group, plural] of types) await apply(server.api, customResourceDefinition(group, plural), false);
      await apply(server.api, crossplaneView, false);
      const wanted = new Set(["ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]);
      const objects = renderKustomization(`${kustomizePath}/overlays/split`).filter(({ kind }) => wanted.has(kind));
      for (const object of objects) await apply(server.api, object, false);
      await vi.waitUntil(async () => isDeepStrictEqual(await statuses(server.api, reads), all(reads, 200)), {
        timeout: 20_000,
      });
    });
    afterAll(async () => {
      for (const client of clients) client.close();
      await server?.stop();
    });

    it("the poller lists definitions, packages, namespaces, claims, XRs and MRs", async () => {
      expect(await statuses(await as("xp-tracker"), reads)).toEqual(all(reads, 200));
    });

    it("the poller is refused Secrets, and whatever is not Crossplane's", async () => {
      expect(await statuses(await as("xp-tracker"), refused)).toEqual(all(refused, 403));
    });

    it("the poller may get, list and watch; it may change nothing", async () => {
      const poller = await as("xp-tracker");
      const verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];
      for (const [group, resource] of types) {
        const answers = await Promise.all(
          verbs.map(async (verb) => [verb, await mayI(poller, { group, resource, verb })]),
        );
        const allowed = answers.filter(([, isAllowed]) => isAllowed).map(([verb]) => verb);
        expect([resource, allowed]).toEqual([resource, ["get", "list", "watch"]]);
      }
    });

    it("the poller may write one thing: its own Lease in its own namespace", async () => {
      const poller = await as("xp-tracker");
      const leases = { group: "coordination.k8s.io", resource: "leases", namespace: "xp-tracker" };
      const verbsOn = async (attributes: object): Promise<readonly string[]> => {
        const verbs = ["get", "list", "watch", "create", "update", "patch", "delete"];
        const allowed = await Promise.all(verbs.map((verb) => mayI(poller, { ...attributes, verb })));
        return verbs.filter((_, index) => allowed[index]);
      };
      expect(await verbsOn({ ...leases, name: "xp-tracker-poller" })).toEqual(["get", "create", "update"]);
      expect(await verbsOn({ ...leases, name: "another" })).toEqual(["create"]);
      expect(await verbsOn({ ...leases, namespace: "kube-system", name: "xp-tracker-poller" })).toEqual([]);
      const exporter = await as("xp-tracker-exporter");
      expect(await mayI(exporter, { ...leases, name: "xp-tracker-poller", verb: "get" })).toBe(false);
    });

    it("an exporter may read nothing", async () => {
      const paths = [...reads, ...refused].filter((path) => path !== "/apis");
      expect(await statuses(await as("xp-tracker-exporter"), paths)).toEqual(all(paths, 403));
    });

    it("a named API group takes the place of Crossplane's role", async () => {
      await server.api.delete("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/xp-tracker-resources");
      const poller = await as("xp-tracker");
      const ofPlatform = "/apis/platform.example.org/v1/databases";
      await expect.poll(async () => (await poller.get(ofPlatform)).status, { timeout: 20_000 }).toBe(403);
      const role = renderKustomization(`${kustomizePath}/components/api-groups`);
      const account = { kind: "ServiceAccount", name: "xp-tracker", namespace: "xp-tracker" };
      const roleRef = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "xp-tracker-api-groups" };
      const binding = named("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "xp-tracker-api-groups", {
        roleRef,
        subjects: [account],
      });
      for (const object of [...role, binding]) await apply(server.api, object, false);
      await expect.poll(async () => (await poller.get(ofPlatform)).status, { timeout: 20_000 }).toBe(200);
      const definitions = reads.filter((path) => /crossplane|namespaces/.test(path));
      expect(await statuses(poller, definitions)).toEqual(all(definitions, 200));
      expect(await statuses(poller, refused)).toEqual(all(refused, 403));
    });
  },
);

async function mayI(client: ApiClient, resourceAttributes: object): Promise<boolean> {
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes },
  };
  const { body } = await client.create("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review);
  return (body as { status: { allowed: boolean } }).status.allowed;
}
