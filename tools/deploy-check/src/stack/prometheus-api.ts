import { fetchText } from "./fetch-text.ts";

interface Target {
  readonly job: string;
  readonly url: string;
  readonly health: string;
  readonly lastError: string;
}

/** What a running Prometheus knows. */
export interface PrometheusApi {
  readonly targets: () => Promise<readonly Target[]>;
  /** The one value of an instant query; 0 where it has no result. @throws when it has more than one */
  readonly value: (promql: string) => Promise<number>;
}

export function prometheusApi(url: string): PrometheusApi {
  const data = async (path: string): Promise<unknown> =>
    (JSON.parse(await fetchText(`${url}/api/v1/${path}`)) as { readonly data: unknown }).data;
  return {
    targets: async () => {
      const { activeTargets } = (await data("targets?state=active")) as ActiveTargets;
      return activeTargets.map(({ labels, scrapeUrl, health, lastError }) => ({
        job: labels["job"] ?? "",
        url: scrapeUrl,
        health,
        lastError,
      }));
    },
    value: async (promql) => {
      const { result } = (await data(`query?query=${encodeURIComponent(promql)}`)) as QueryResult;
      if (result.length > 1) throw new Error(`${promql} has ${result.length} results, one is expected`);
      return Number(result[0]?.value[1] ?? 0);
    },
  };
}

interface ActiveTargets {
  readonly activeTargets: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly scrapeUrl: string;
    readonly health: string;
    readonly lastError: string;
  }[];
}

interface QueryResult {
  readonly result: readonly { readonly value: readonly [number, string] }[];
}
