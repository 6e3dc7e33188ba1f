import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts, prometheusSkipReason, promtoolSkipReason } from "@xp-tracker/testing";
import { describe, expect, it, vi } from "vitest";
import { parse, stringify } from "yaml";
import { kustomizePath, prometheusPath } from "./paths.ts";
import { ruleGroups } from "./prometheus-rules.ts";
import { objectsOf } from "./kustomize.ts";

const noPromtool = promtoolSkipReason();
const noPrometheus = prometheusSkipReason();
const because = (why: string | undefined): string => (why === undefined ? "" : ` (left out: ${why})`);
const operatorPath = `${kustomizePath}/overlays/split-operator`;

describe.skipIf(noPromtool !== undefined)(`the scrape configurations${because(noPromtool)}`, () => {
  it.each(["prometheus.yml", "scrape-kubernetes.yml"])("%s is accepted by promtool", async (name) => {
    const folder = await mkdtemp(join(tmpdir(), "scrape-"));
    // Rule files lie elsewhere in the container, and have tests of their own.
    const { rule_files: _, ...config } = parse(readFileSync(`${prometheusPath}/${name}`, "utf8")) as ScrapeConfig;
    const complaint = async (text: string): Promise<string> => {
      await writeFile(join(folder, name), text);
      return spawnSync("promtool", ["check", "config", join(folder, name)], { encoding: "utf8" }).stderr;
    };
    const asIs = await complaint(stringify(config));
    // Debian builds promtool without discovery in Kubernetes; the rest is checked nevertheless.
    const isBuiltWithout = asIs.includes("field kubernetes_sd_configs not found");
    const found = isBuiltWithout
      ? await complaint(stringify({ ...config, scrape_configs: withoutDiscovery(config) }))
      : asIs;
    await rm(folder, { recursive: true });
    expect(found).toBe("");
  });
});

interface ScrapeConfig {
  readonly rule_files?: unknown;
  readonly scrape_configs: readonly Readonly<Record<string, unknown>>[];
}

const withoutDiscovery = ({ scrape_configs }: ScrapeConfig): readonly unknown[] =>
  scrape_configs.map((job) =>
    Object.fromEntries(Object.entries(job).filter(([key]) => key !== "kubernetes_sd_configs")),
  );

describe("the PrometheusRule", () => {
  it("holds the rules of deploy/prometheus/rules; `npm run deploy:rules` brings it up to date", () => {
    const [rule] = objectsOf(readFileSync(`${operatorPath}/rules.yaml`, "utf8"));
    expect(rule?.["spec"]).toEqual({ groups: ruleGroups() });
  });
});

type Relabeling = Readonly<Record<string, unknown>>;

/** As the Prometheus Operator writes a ServiceMonitor's relabelings, behind its own. */
const OF_OPERATOR: readonly Relabeling[] = [
  ["__meta_kubernetes_namespace", "namespace"],
  ["__meta_kubernetes_service_name", "service"],
  ["__meta_kubernetes_pod_name", "pod"],
  ["__meta_kubernetes_pod_container_name", "container"],
  ["__meta_kubernetes_endpoint_port_name", "endpoint"],
].map(([source, target]) => ({ source_labels: [source], target_label: target }));

const endpoints = ["10.0.0.1:8080", "10.0.0.2:8080", "10.0.1.3:8080"].map((address, index) => ({
  targets: [address],
  labels: {
    __meta_kubernetes_namespace: "observability",
    __meta_kubernetes_service_name: "xp-tracker",
    __meta_kubernetes_pod_name: `xp-tracker-exporter-${index}`,
    __meta_kubernetes_pod_container_name: "xp-tracker",
    __meta_kubernetes_endpoint_port_name: "metrics",
  },
}));

describe.skipIf(noPrometheus !== undefined)(`a real Prometheus with the ServiceMonitor${because(noPrometheus)}`, () => {
  it("scrapes three endpoints as one target that has no labels of a pod or namespace", async () => {
    expect(await targetLabels([...OF_OPERATOR, ...relabelings()])).toEqual([
      { job: "xp-tracker", instance: "xp-tracker.observability.svc:8080" },
    ]);
  });

  it("would scrape three targets without its relabelings", async () => {
    expect(await targetLabels(OF_OPERATOR)).toHaveLength(3);
  });
});

function relabelings(): readonly Relabeling[] {
  const [monitor] = objectsOf(readFileSync(`${operatorPath}/monitors.yaml`, "utf8"));
  const spec = monitor?.["spec"] as Readonly<
    Record<"endpoints", readonly { readonly relabelings: readonly Relabeling[] }[]>
  >;
  const snake = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return spec.endpoints.flatMap((endpoint) =>
    endpoint.relabelings.map((one) =>
      Object.fromEntries(Object.entries(one).map(([key, value]) => [snake(key), value])),
    ),
  );
}

async function targetLabels(relabelings: readonly Relabeling[]): Promise<readonly unknown[]> {
  const folder = await mkdtemp(join(tmpdir(), "scraping-"));
  const [port] = await freePorts(1);
  const job = { job_name: "xp-tracker", static_configs: endpoints, relabel_configs: relabelings };
  await writeFile(join(folder, "config.yml"), stringify({ scrape_configs: [job] }));
  const flags = [
    `--config.file=${folder}/config.yml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const prometheus = spawn("prometheus", flags, { stdio: "ignore" });
  const ended = once(prometheus, "exit");
  try {
    return await vi.waitFor(
      async () => {
        const response = await fetch(`http://127.0.0.1:${port}/api/v1/targets`);
        const { data } = (await response.json()) as { data: { activeTargets: readonly { labels: unknown }[] } };
        if (data.activeTargets.length === 0) throw new Error("nothing discovered yet");
        return data.activeTargets.map(({ labels }) => labels);
      },
      { timeout: 25_000, interval: 200 },
    );
  } finally {
    prometheus.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  }
}
