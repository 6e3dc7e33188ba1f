import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startChild, untilReady } from "./child-process.ts";
import { freePorts } from "./free-port.ts";

export interface PrometheusOptions {
  /** By job name: the pages to scrape every second, as `host:port/path`; without a path, `/metrics`. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  /** 1 second unless said otherwise. */
  readonly scrapeTimeoutSeconds?: number;
  /** By job name: further settings of its scrapes, such as `scheme`, `tls_config` and `basic_auth`. */
  readonly settings?: Readonly<Record<string, object>>;
  /** Command-line flags besides address, configuration and storage. */
  readonly args?: readonly string[];
}

export interface PrometheusSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusTarget {
  readonly job: string;
  readonly url: string;
  readonly health: string;
  /** `""` when the last scrape was read. */
  readonly lastError: string;
}

/** A Prometheus of one's own. */
export interface Prometheus {
  readonly url: string;
  /** An instant query. @throws when Prometheus refuses it */
  query(promql: string): Promise<readonly PrometheusSample[]>;
  targets(): Promise<readonly PrometheusTarget[]>;
  /** Waits until every target was scraped once, well or badly. */
  scraped(): Promise<readonly PrometheusTarget[]>;
  stop(): Promise<void>;
}

/** Why Prometheus cannot be started here; undefined when it can. */
export function prometheusSkipReason(): string | undefined {
  const probe = spawnSync("prometheus", ["--version"], { stdio: "ignore" });
  return probe.status === 0 ? undefined : "prometheus is not on PATH";
}

/** Starts prometheus on a free port of 127.0.0.1, with its data in a temporary folder. */
export async function startPrometheus({
  targets,
  settings = {},
  args = [],
  scrapeTimeoutSeconds = 1,
}: PrometheusOptions): Promise<Prometheus> {
  const folder = await mkdtemp(join(tmpdir(), "prometheus-"));
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const config = join(folder, "prometheus.json");
  await writeFile(config, JSON.stringify(configOf(targets, settings, scrapeTimeoutSeconds)));
  const child = startChild(
    "prometheus",
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      ...args,
    ],
    join(folder, "log"),
  );
  const stop = async (): Promise<void> => {
    await child.stop(10_000);
    await rm(folder, { recursive: true, force: true });
  };
  const isReady = async (): Promise<boolean> => (await fetch(`${url}/-/ready`)).ok;
  try {
    await untilReady(child, "prometheus", isReady, 60_000);
  } catch (cause) {
    await stop();
    throw cause;
  }

  const readTargets = async (): Promise<readonly PrometheusTarget[]> => {
    const { activeTargets } = (await api(`${url}/api/v1/targets?state=active`)) as ActiveTargets;
    return activeTargets.map((target) => ({
      job: target.labels["job"] ?? "",
      url: target.scrapeUrl,
      health: target.health,
      lastError: target.lastError,
    }));
  };
  const areScraped = async (): Promise<boolean> => {
    const found = await readTargets();
    return found.length > 0 && found.every(({ health }) => health !== "unknown");
  };
  return {
    url,
    query: async (promql) => {
      const { result } = (await api(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`)) as QueryResult;
      return result.map(({ metric, value: [, text] }) => ({ labels: metric, value: Number(text) }));
    },
    targets: readTargets,
    scraped: async () => {
      await untilReady(child, "the first scrape", areScraped, 60_000);
      return readTargets();
    },
    stop,
  };
}

/** JSON, which is YAML too. */
const configOf = (
  targets: PrometheusOptions["targets"],
  settings: Readonly<Record<string, object>>,
  seconds: number,
): unknown => ({
  global: { scrape_interval: `${seconds}s`, scrape_timeout: `${seconds}s` },
  scrape_configs: Object.entries(targets).map(([job, pages]) => ({
    job_name: job,
    ...settings[job],
    static_configs: pages.map((page) => {
      const { host, pathname } = new URL(`http://${page}`);
      return { targets: [host], labels: { __metrics_path__: pathname === "/" ? "/metrics" : pathname } };
    }),
  })),
});

interface ActiveTargets {
  readonly activeTargets: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly scrapeUrl: string;
    readonly health: string;
    readonly lastError: string;
  }[];
}

interface QueryResult {
  readonly result: readonly {
    readonly metric: Readonly<Record<string, string>>;
    readonly value: readonly [number, string];
  }[];
}

async function api(url: string): Promise<unknown> {
  const response = await fetch(url);
  const answer = (await response.json()) as { status: string; data?: unknown; error?: string };
  if (answer.status !== "success") throw new Error(`prometheus: ${answer.error ?? response.statusText}`);
  return answer.data;
}
