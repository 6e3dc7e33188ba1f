import { describe, expect, it } from "vitest";
import { helmSkipReason, renderChart } from "./helm.ts";
import type { Values } from "./helm.ts";
import { title } from "./kube-object.ts";
import type { KubeObject } from "./kube-object.ts";
import { kustomizeSkipReason, renderKustomization } from "./kustomize.ts";
import { kustomizePath } from "./paths.ts";
import type { Overlay } from "./paths.ts";

const why = kustomizeSkipReason() ?? helmSkipReason();
const split = {
  mode: "split",
  config: { S3_BUCKET: "my-bucket", S3_REGION: "us-east-1", REDIS_URL: "redis://redis:6379" },
};
const valuesOf: Readonly<Record<Overlay, Values>> = {
  standalone: {},
  split,
  "split-operator": { ...split, operator: { enabled: true } },
};

/** What Helm adds for itself, and what each tool does so that pods follow their settings. */
const HELM_LABELS = new Set(["app.kubernetes.io/version", "app.kubernetes.io/managed-by", "helm.sh/chart"]);
const HASH = /-[a-z0-9]{10}$/;

describe.skipIf(why !== undefined)(
  `the chart and the overlays${why === undefined ? "" : ` (left out: ${why})`}`,
  () => {
    it.each(Object.entries(valuesOf))("say the same of %s", (overlay, values) => {
      const ofOverlay = comparable(renderKustomization(`${kustomizePath}/overlays/${overlay}`));
      const ofChart = comparable(renderChart(values));
      expect(Object.keys(ofChart)).toEqual(Object.keys(ofOverlay));
      expect(ofChart).toEqual(ofOverlay);
    });

    it("name the same API groups where Crossplane's own role is not wanted", () => {
      const component = renderKustomization(`${kustomizePath}/components/api-groups`);
      const [role] = component.filter(({ kind }) => kind === "ClusterRole");
      const rules = role?.["rules"] as readonly { readonly apiGroups: readonly string[] }[];
      const ofChart = renderChart({ rbac: { apiGroups: rules.flatMap(({ apiGroups }) => apiGroups) } });
      expect(ofChart.find(({ metadata }) => metadata.name === "xp-tracker-api-groups")?.["rules"]).toEqual(rules);
      const bound = ofChart.filter(({ kind }) => kind === "ClusterRoleBinding").map((binding) => binding["roleRef"]);
      expect(bound).toEqual([
        expect.objectContaining({ name: "xp-tracker" }),
        expect.objectContaining({ name: "xp-tracker-api-groups" }),
      ]);
    });
  },
);

function comparable(objects: readonly KubeObject[]): Readonly<Record<string, unknown>> {
  const plain = objects.map((object) => JSON.parse(JSON.stringify(object), reviver) as KubeObject);
  return Object.fromEntries(plain.map((object) => [title(object), object] as const).toSorted(byTitle));
}

const byTitle = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => a.localeCompare(b);

function reviver(key: string, value: unknown): unknown {
  if (key === "name" && typeof value === "string") return value.replace(HASH, "");
  if (key === "annotations") return without(value, new Set(["checksum/config"]));
  if (key === "labels") return without(value, HELM_LABELS);
  return value;
}

function without(map: unknown, names: ReadonlySet<string>): unknown {
  const kept = Object.entries(map as object).filter(([name]) => !names.has(name));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
