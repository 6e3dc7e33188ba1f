import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { kubeApiserverSkipReason, startKubeApiserver } from "@xp-tracker/testing";
import type { KubeApiserver } from "@xp-tracker/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apply } from "./apply.ts";
import { documentedOverlays, pagesWithOverlays } from "./documented.ts";
import { helmSkipReason, renderChart } from "./helm.ts";
import { title } from "./kube-object.ts";
import type { KubeObject } from "./kube-object.ts";
import { kustomizeSkipReason, objectsOf, renderKustomization } from "./kustomize.ts";
import { kustomizePath, overlays } from "./paths.ts";

const noServer = kubeApiserverSkipReason();
const noKustomize = kustomizeSkipReason();
const noHelm = helmSkipReason();
const because = (why: string | undefined): string => (why === undefined ? "" : ` (left out: ${why})`);
const namespace: KubeObject = { apiVersion: "v1", kind: "Namespace", metadata: { name: "xp-tracker" } };
const everything = {
  mode: "split",
  config: { S3_BUCKET: "b" },
  secretName: "redis",
  imagePullSecrets: [{ name: "registry" }],
  serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/xp-tracker" } },
  rbac: { apiGroups: ["platform.example.org"] },
  exporter: { autoscaling: { enabled: false } },
  pod: {
    annotations: { team: "platform" },
    nodeSelector: { "kubernetes.io/arch": "arm64" },
    tolerations: [{ key: "spot", operator: "Exists" }],
    affinity: { podAntiAffinity: {} },
    priorityClassName: "high",
    volumes: [{ name: "snapshot", emptyDir: {} }],
    volumeMounts: [{ name: "snapshot", mountPath: "/snapshot" }],
  },
  networkPolicy: { from: [{ namespaceSelector: {} }] },
  access: { secretName: "xp-tracker-access", tls: true },
  operator: {
    enabled: true,
    labels: { release: "prometheus" },
    endpoint: {
      tlsConfig: { ca: { secret: { name: "xp-tracker-access", key: "ca.crt" } }, serverName: "xp-tracker.svc" },
      basicAuth: { username: { name: "scraper", key: "username" }, password: { name: "scraper", key: "password" } },
    },
    runbookBase: "https://git.example.com/main",
  },
};

describe.skipIf(noServer !== undefined)(`a real kube-apiserver${because(noServer)}`, () => {
  let server: KubeApiserver;
  beforeAll(async () => {
    server = await startKubeApiserver();
    const crds = objectsOf(readFileSync(new URL("monitoring-crds.yaml", import.meta.url), "utf8"));
    for (const object of [namespace, ...crds]) await apply(server.api, object, false);
  });
  afterAll(() => server?.stop());

  /** First as a rehearsal, then for good, then again: what of it the server lost, or changed the second time. */
  const troubleWith = async (objects: readonly KubeObject[]): Promise<readonly string[]> => {
    for (const object of objects) await apply(server.api, object, true);
    const trouble: string[] = [];
    for (const object of objects) {
      const first = await apply(server.api, object, false);
      const again = await apply(server.api, object, false);
      if (isCustom(object) && !isDeepStrictEqual(first.object["spec"], withDefaults(object["spec"])))
        trouble.push(`${title(object)} lost a field`);
      if (versionOf(first.object) !== versionOf(again.object))
        trouble.push(`${title(object)} changed when it was applied again`);
    }
    return trouble;
  };

  it.skipIf(noKustomize !== undefined).each(overlays)(
    `takes the overlay %s, twice without a change${because(noKustomize)}`,
    async (overlay) => {
      expect(await troubleWith(renderKustomization(`${kustomizePath}/overlays/${overlay}`))).toEqual([]);
    },
  );

  it.skipIf(noKustomize !== undefined).each(pagesWithOverlays)(
    `takes the overlays that %s shows${because(noKustomize)}`,
    async (page) => {
      for (const objects of documentedOverlays(page)) expect(await troubleWith(objects)).toEqual([]);
    },
  );

  it.skipIf(noHelm !== undefined).each([
    ["its own values", {}],
    ["every value set", everything],
  ])(`takes the chart with %s${because(noHelm)}`, async (_, values) => {
    // The selectors of an earlier shape stay as they are; a chart is installed where there is none yet.
    await server.api.delete("/apis/apps/v1/namespaces/xp-tracker/deployments");
    expect(await troubleWith(renderChart(values))).toEqual([]);
  });

  it("refuses a field that it does not know, so that what it took is spelt right", async () => {
    const misspelt = { ...namespace, apiVersion: "apps/v1", kind: "Deployment", spec: { replicsa: 1 } };
    await expect(apply(server.api, misspelt, true)).rejects.toThrow(/replicsa/);
  });
});

const versionOf = ({ metadata }: KubeObject): unknown =>
  (metadata as { readonly resourceVersion?: string }).resourceVersion;

/** Fields of built-in types that the server does not know are refused; those of custom ones are silently left out. */
const isCustom = ({ apiVersion }: KubeObject): boolean => apiVersion.startsWith("monitoring.coreos.com/");

/** The one default that the operator's types have, of those that are used here. */
const withDefaults = (spec: unknown): unknown =>
  JSON.parse(JSON.stringify(spec), (key, value: unknown) =>
    key === "relabelings" ? (value as object[]).map((relabeling) => ({ action: "replace", ...relabeling })) : value,
  );
