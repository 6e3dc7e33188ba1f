import { describe, expect, it } from "vitest";
import { helmSkipReason, renderChart } from "./helm.ts";
import type { Values } from "./helm.ts";
import type { KubeObject } from "./kube-object.ts";

const why = helmSkipReason();
const split = { mode: "split", config: { S3_BUCKET: "b" } };
const shared = { ...split, config: { STORE_BACKEND: "file", FILE_STORE_DIR: "/snapshot" } };

interface NetworkPolicySpec {
  readonly ingress: readonly { readonly from?: unknown; readonly ports: readonly object[] }[];
  readonly egress: readonly { readonly ports: readonly { readonly port: number }[] }[];
}

const specsOf = (objects: readonly KubeObject[], wanted: string): readonly unknown[] =>
  objects.filter(({ kind }) => kind === wanted).map(({ spec }) => spec);

const policiesOf = (values: Values): readonly NetworkPolicySpec[] =>
  specsOf(renderChart(values), "NetworkPolicy") as readonly NetworkPolicySpec[];

const DNS = 53;
const networkPolicy = { apiServerPorts: [1], s3Ports: [2], redisPorts: [3] };

/** The ports that each policy lets out, beside that of names. */
const portsOut = (values: Values): readonly (readonly number[])[] =>
  policiesOf({ ...values, networkPolicy }).map(({ egress }) =>
    egress.flatMap(({ ports }) => ports.map(({ port }) => port)).filter((port) => port !== DNS),
  );

describe.skipIf(why !== undefined)(`values of the chart${why === undefined ? "" : ` (left out: ${why})`}`, () => {
  it.each<[string, Values, readonly (readonly number[])[]]>([
    ["standalone alone", {}, [[1]]],
    ["standalone over S3", { config: { STORE_BACKEND: "s3", S3_BUCKET: "b" } }, [[1, 2]]],
    ["standalone with Redis", { config: { REDIS_URL: "redis://redis:6379" } }, [[1, 3]]],
    ["split", split, [[1, 2], [2]]],
    [
      "split with Redis",
      { ...split, config: { ...split.config, REDIS_URL: "redis://redis:6379" } },
      [
        [1, 2, 3],
        [2, 3],
      ],
    ],
    [
      "split with a Secret, which may hold REDIS_URL",
      { ...split, secretName: "redis" },
      [
        [1, 2, 3],
        [2, 3],
      ],
    ],
    ["split over a volume", shared, [[1], []]],
  ])("with %s: the NetworkPolicies let out what it needs", (_, values, ports) => {
    expect(portsOut(values)).toEqual(ports);
  });

  it("networkPolicy.from says who may scrape", () => {
    const from = [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } }];
    const policies = policiesOf({ ...split, networkPolicy: { from } });
    expect(policies.map(({ ingress }) => ingress.map((rule) => rule.from))).toEqual([[from], [from]]);
  });

  it("pod.volumes stand beside the Secret of the access, and are writable", () => {
    const volumes = [{ name: "snapshot", persistentVolumeClaim: { claimName: "snapshot" } }];
    const volumeMounts = [{ name: "snapshot", mountPath: "/snapshot" }];
    const access = { secretName: "xp-tracker-access" };
    const pods = specsOf(renderChart({ ...shared, access, pod: { volumes, volumeMounts } }), "Deployment");
    expect(pods).toHaveLength(2);
    for (const pod of pods) {
      expect(pod).toMatchObject({
        template: {
          spec: {
            securityContext: { fsGroup: 1000 },
            volumes: [{ name: "access" }, ...volumes],
            containers: [{ volumeMounts: [{ name: "access" }, ...volumeMounts] }],
          },
        },
      });
    }
  });

  it("pod.volumes need no access", () => {
    const volumes = [{ name: "snapshot", emptyDir: {} }];
    const [pod] = specsOf(renderChart({ pod: { volumes } }), "Deployment");
    expect(pod).toMatchObject({ template: { spec: { securityContext: { fsGroup: 1000 }, volumes } } });
  });

  it("operator.runbookBase makes an address of every runbook", () => {
    const operator = { enabled: true, runbookBase: "https://git.example.com/xp-tracker/blob/main/" };
    const rules = JSON.stringify(specsOf(renderChart({ operator }), "PrometheusRule"));
    const links = Array.from(rules.matchAll(/"runbook_url":"(?<link>[^"]*)"/g), ({ groups }) => groups?.["link"]);
    expect(links.length).toBeGreaterThan(10);
    const other = links.filter(
      (link) => !/^https:\/\/git\.example\.com\/xp-tracker\/blob\/main\/docs\/alerts\/\w+\.md$/.test(link ?? ""),
    );
    expect(other).toEqual([]);
  });
});
