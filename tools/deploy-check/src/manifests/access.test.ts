import { describe, expect, it } from "vitest";
import { helmSkipReason, renderChart } from "./helm.ts";
import type { KubeObject } from "./kube-object.ts";
import { kustomizeSkipReason } from "./kustomize.ts";
import { renderOwnOverlay } from "./own-overlay.ts";

const why = kustomizeSkipReason() ?? helmSkipReason();
const WEB_CONFIG_FILE = "/etc/xp-tracker/access/web.yml";
const basicAuth = { username: { name: "scraper", key: "user" }, password: { name: "scraper", key: "password" } };

const overlayWithAccess = (): readonly KubeObject[] =>
  renderOwnOverlay((deploy) => ({
    resources: [`${deploy}/overlays/split`],
    components: [`${deploy}/components/access`],
  }));

const chartWithAccess = (): readonly KubeObject[] =>
  renderChart({
    mode: "split",
    config: { S3_BUCKET: "my-bucket", WEB_CONFIG_FILE },
    access: { secretName: "xp-tracker-access", tls: true },
    operator: { enabled: true, endpoint: { basicAuth } },
  });

interface PodSpec {
  readonly containers: readonly Readonly<Record<string, unknown>>[];
  readonly volumes: unknown;
  readonly securityContext: { readonly fsGroup?: number };
}

const podSpecs = (objects: readonly KubeObject[]): readonly PodSpec[] =>
  objects
    .filter(({ kind }) => kind === "Deployment")
    .map((object) => (object["spec"] as { template: { spec: PodSpec } }).template.spec);

describe.skipIf(why !== undefined)(`access in the manifests${why === undefined ? "" : ` (left out: ${why})`}`, () => {
  it.each([
    ["kustomize", overlayWithAccess],
    ["Helm", chartWithAccess],
  ])("%s mounts the Secret where the configuration names it, and probes over TLS", (_tool, render) => {
    const objects = render();
    expect(objects.find(({ kind }) => kind === "ConfigMap")?.["data"]).toMatchObject({ WEB_CONFIG_FILE });
    const specs = podSpecs(objects);
    expect(specs).toHaveLength(2);
    for (const { containers, volumes, securityContext } of specs) {
      expect(volumes).toEqual([{ name: "access", secret: { secretName: "xp-tracker-access", defaultMode: 0o440 } }]);
      expect(securityContext.fsGroup).toBe(1000);
      const overTls = { httpGet: expect.objectContaining({ scheme: "HTTPS" }) as object };
      expect(containers).toMatchObject([
        {
          volumeMounts: [{ name: "access", mountPath: "/etc/xp-tracker/access", readOnly: true }],
          startupProbe: overTls,
          livenessProbe: overTls,
          readinessProbe: overTls,
        },
      ]);
    }
  });

  it("the monitors scrape as the values say", () => {
    const monitors = chartWithAccess().filter(({ kind }) => kind.endsWith("Monitor"));
    const endpoints = monitors.flatMap((monitor) =>
      Object.values(monitor["spec"] as object)
        .filter(isEndpoints)
        .flat(),
    );
    expect(endpoints).toHaveLength(2);
    for (const endpoint of endpoints) expect(endpoint).toMatchObject({ scheme: "https", basicAuth });
  });
});

const isEndpoints = (value: unknown): value is readonly object[] =>
  Array.isArray(value) && value.some((entry) => typeof entry === "object" && entry !== null && "port" in entry);
