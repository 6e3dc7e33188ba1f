import { readFileSync } from "node:fs";
import { checkConfig, configTable } from "@xp-tracker/runtime";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { KubeObject } from "./kube-object.ts";
import { kustomizeSkipReason, renderKustomization } from "./kustomize.ts";
import { chartPath, kustomizePath } from "./paths.ts";

const why = kustomizeSkipReason();
const servicesOf = {
  standalone: ["standalone"],
  split: ["poller", "exporter"],
  "split-operator": ["poller", "exporter"],
} as const;
const known = new Set<string>(Object.values(configTable).map(({ name }) => name));

describe.skipIf(why !== undefined)(
  `the settings of each overlay${why === undefined ? "" : ` (left out: ${why})`}`,
  () => {
    it.each(Object.entries(servicesOf))("are accepted in %s", (overlay, services) => {
      const objects = renderKustomization(`${kustomizePath}/overlays/${overlay}`);
      const settings = settingsOf(objects);
      expect(Object.keys(settings).filter((name) => !known.has(name))).toEqual([]);
      for (const service of services) expect(checkConfig(service, settings)).toMatchObject({ ok: true });
    });

    it.each(Object.entries(servicesOf))("leave %s more time to end than its shutdown grace", (overlay, services) => {
      const objects = renderKustomization(`${kustomizePath}/overlays/${overlay}`);
      const grace = Number(settingsOf(objects)[name] ?? byDefault);
      expect(grace).toBeGreaterThan(0);
      const pods = podSpecs(objects);
      expect(pods).toHaveLength(services.length);
      for (const { terminationGracePeriodSeconds, containers } of pods) {
        // Kubernetes counts it from before the preStop hook.
        expect(terminationGracePeriodSeconds).toBeGreaterThan(grace + Math.max(...containers.map(preStopSeconds)));
      }
    });

    it("let an exporter answer on until the Service has forgotten it", () => {
      const containers = podSpecs(renderKustomization(`${kustomizePath}/overlays/split`)).flatMap(
        (pod) => pod.containers,
      );
      expect(containers.map(preStopSeconds).filter((seconds) => seconds > 0)).toHaveLength(1);
    });
  },
);

const { name, default: byDefault } = configTable.shutdownGraceMs;

interface Container {
  readonly lifecycle?: { readonly preStop?: { readonly exec: { readonly command: readonly string[] } } };
}
interface PodSpec {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly Container[];
}

const settingsOf = (objects: readonly KubeObject[]): Readonly<Record<string, string>> =>
  objects.find(({ kind }) => kind === "ConfigMap")?.["data"] as Readonly<Record<string, string>>;

const podSpecs = (objects: readonly KubeObject[]): readonly PodSpec[] =>
  objects
    .filter(({ kind }) => kind === "Deployment")
    .map((object) => (object["spec"] as { template: { spec: PodSpec } }).template.spec);

/** How long a container is kept from the signal. @throws where its hook is more than a sleep */
function preStopSeconds({ lifecycle }: Container): number {
  if (lifecycle?.preStop === undefined) return 0;
  const [program, seconds, ...rest] = lifecycle.preStop.exec.command;
  expect([program, rest]).toEqual(["sleep", []]);
  expect(seconds).toMatch(/^\d+$/);
  return Number(seconds);
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

describe("values.schema.json", () => {
  const schema = JSON.parse(readFileSync(`${chartPath}/values.schema.json`, "utf8")) as Schema;
  const values = parse(readFileSync(`${chartPath}/values.yaml`, "utf8")) as object;
  const resolved = (part: Schema): Schema => schema.definitions?.[part.$ref?.split("/").at(-1) ?? ""] ?? part;

  const missing = (given: object, part: Schema, path = ""): readonly string[] =>
    Object.entries(given).flatMap(([key, value]: [string, unknown]) => {
      const { properties } = resolved(part);
      if (properties === undefined) return [];
      const known = properties[key];
      if (known === undefined) return [`${path}${key}`];
      return isObject(value) ? missing(value, known, `${path}${key}.`) : [];
    });

  it("knows every value that values.yaml has", () => {
    expect(missing(values, schema)).toEqual([]);
  });

  it("knows no value that values.yaml does not show, but for the usual overrides", () => {
    const shown = new Set(Object.keys(values));
    const known = Object.keys(schema.properties ?? {});
    expect(known.filter((key) => !shown.has(key))).toEqual(["global", "nameOverride", "fullnameOverride"]);
  });
});

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
