import { describe, expect, it } from "vitest";
import { documentedOverlays, documentedValues, pagesWithOverlays } from "./documented.ts";
import { helmSkipReason, renderChart } from "./helm.ts";
import type { Values } from "./helm.ts";
import type { KubeObject } from "./kube-object.ts";
import { kustomizeSkipReason } from "./kustomize.ts";

const noKustomize = kustomizeSkipReason();
const noHelm = helmSkipReason();
const because = (why: string | undefined): string => (why === undefined ? "" : ` (left out: ${why})`);

const specsOf = (objects: readonly KubeObject[], suffix: string): readonly unknown[] =>
  objects
    .filter(({ kind }) => kind.endsWith(suffix))
    .toSorted((a, b) => a.metadata.name.localeCompare(b.metadata.name))
    .map(({ spec }) => spec);

const all = (objects: readonly KubeObject[], field: string): readonly string[] =>
  Array.from(JSON.stringify(objects).matchAll(new RegExp(`"${field}":"([^"]*)"`, "g")), ([, text = ""]) => text);

describe.skipIf(noKustomize !== undefined)(`the overlays that the pages show${because(noKustomize)}`, () => {
  it.each(pagesWithOverlays)("of %s can be rendered", (page) => {
    for (const objects of documentedOverlays(page)) expect(objects.length).toBeGreaterThan(10);
  });

  it("take every image from the registry that they name", () => {
    const [objects = []] = documentedOverlays("docs/kubernetes.md");
    const images = ["exporter", "poller"].map((name) => `registry.example.com/platform/${name}:1.0.0`);
    expect(all(objects, "image").toSorted()).toEqual(images);
  });

  it("make an address of every link to a runbook", () => {
    const [objects = []] = documentedOverlays("docs/alerts/README.md");
    const links = all(objects, "runbook_url");
    expect(links.length).toBeGreaterThan(10);
    const base = "https://git.example.com/xp-tracker/blob/main/docs/alerts/";
    expect(links.filter((link) => !link.startsWith(base))).toEqual([]);
    expect(objects.filter(({ kind }) => kind === "ConfigMap")).toHaveLength(1);
  });
});

it.skipIf(noHelm !== undefined)(`a volume in the place of S3 is in every pod that needs it${because(noHelm)}`, () => {
  const [values = {}] = documentedValues("docs/kubernetes.md");
  const pods = specsOf(renderChart(values), "Deployment");
  expect(pods).toHaveLength(2);
  for (const pod of pods) {
    const container = { volumeMounts: [{ name: "snapshot", mountPath: "/snapshot" }] };
    const volumes = [{ name: "snapshot", persistentVolumeClaim: { claimName: "xp-tracker-snapshot" } }];
    expect(pod).toMatchObject({ template: { spec: { volumes, containers: [container] } } });
  }
});

describe.skipIf((noKustomize ?? noHelm) !== undefined)(
  `overlays and values that docs/security.md shows${because(noKustomize ?? noHelm)}`,
  () => {
    const page = "docs/security.md";
    const split = { S3_BUCKET: "my-bucket", REDIS_URL: "redis://redis:6379" };
    const chartWith = ({ config, ...values }: Values): readonly KubeObject[] =>
      renderChart({ ...values, mode: "split", config: { ...split, ...(config as Values | undefined) } });

    it("let in the same sources", () => {
      const [overlay = []] = documentedOverlays(page);
      const [values = {}] = documentedValues(page);
      const policies = specsOf(overlay, "NetworkPolicy");
      expect(all(overlay, "kubernetes.io/metadata.name")).toEqual(["monitoring", "monitoring"]);
      expect(specsOf(chartWith(values), "NetworkPolicy")).toEqual(policies);
    });

    it("have monitors scrape over TLS, with the same credentials", () => {
      const [, overlay = []] = documentedOverlays(page);
      const [, values = {}] = documentedValues(page);
      const monitors = specsOf(overlay, "Monitor");
      expect(all(overlay, "scheme")).toEqual([...Array<string>(6).fill("HTTPS"), "https", "https"]);
      expect(all(overlay, "serverName")).toHaveLength(2);
      expect(specsOf(chartWith(values), "Monitor")).toEqual(monitors);
    });
  },
);
