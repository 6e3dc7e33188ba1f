import { certificateAuthority } from "@xp-tracker/testing";
import { createCluster } from "./cluster/cluster.ts";
import type { Cluster } from "./cluster/cluster.ts";
import type { KubeObject } from "./cluster/kube-object.ts";
import { createFaults } from "./http/faults.ts";
import { serve } from "./http/server.ts";
import { createCounters } from "./http/stats.ts";
import type { Stats } from "./http/stats.ts";
import { kubeconfigText, writeKubeconfig } from "./kubeconfig.ts";
import type { Access } from "./kubeconfig.ts";
import { composeClaims } from "./load/compose-claims.ts";
import { readObjects } from "./load/read-files.ts";
import { churn } from "./platform/churn.ts";
import { createPlatform } from "./platform/platform.ts";

export interface SimOptions {
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Plain HTTP instead of HTTPS. */
  readonly http?: boolean;
  /** Files and folders to load. */
  readonly objects?: readonly string[];
  /** Claims of a generated platform; 0 or left out, none is generated. */
  readonly claims?: number;
  readonly seed?: number;
  /** Steps of the generated platform's life in a second; 0 makes it stand still. */
  readonly speed?: number;
  readonly managedFields?: boolean;
  /** False for a Crossplane 1.x cluster. */
  readonly mrds?: boolean;
  /** The bearer token to ask for; left out, nobody is asked. */
  readonly token?: string;
  /** Where to write a kubeconfig. */
  readonly kubeconfig?: string;
  readonly bookmarkSeconds?: number;
}

export interface Sim {
  readonly url: string;
  readonly port: number;
  readonly kubeconfig: () => string;
  readonly cluster: Cluster;
  readonly stats: () => Stats;
  /** Loaded objects whose kind nobody defines; they are not served. */
  readonly unknown: readonly KubeObject[];
  readonly close: () => Promise<void>;
}

const DEFAULT_BOOKMARK_SECONDS = 60;

/** Starts a simulated control plane. Rejects when a file cannot be read, or the port is taken. */
export async function startSim(options: SimOptions = {}): Promise<Sim> {
  const { host = "127.0.0.1", port = 0, http = false, mrds = true, seed = 1 } = options;
  const cluster = createCluster({ mrds, seed });
  const platform = createPlatform(cluster, {
    claims: options.claims ?? 0,
    seed,
    mrds,
    managedFields: options.managedFields ?? false,
  });
  const files = (await Promise.all((options.objects ?? []).map(readObjects))).flat();
  const unknown = cluster.load([...composeClaims(files, cluster.now()), ...platform.objects()]);

  let tokens = options.token === undefined ? [] : [options.token];
  const authority = http ? undefined : certificateAuthority("kube-sim");
  let url = "";
  const access = (): Access => ({ url, ca: authority?.cert, token: tokens[0] });
  const publish = async (): Promise<void> => {
    if (options.kubeconfig !== undefined) await writeKubeconfig(options.kubeconfig, access());
  };

  const counters = createCounters();
  const stats = (): Stats => counters.read(cluster.count());
  const server = await serve(
    { host, port, tls: authority?.server(["localhost", "127.0.0.1", ...(host === "127.0.0.1" ? [] : [host])]) },
    {
      cluster,
      tokens: () => (tokens.length === 0 ? undefined : new Set(tokens)),
      watchSettings: {
        bookmarkEveryMs: (options.bookmarkSeconds ?? DEFAULT_BOOKMARK_SECONDS) * 1_000,
        opened: counters.watchOpened,
        closed: counters.watchClosed,
      },
      controlled: {
        faults: createFaults(),
        counters,
        objectCount: cluster.count,
        compact: cluster.compact,
        setTokens: async (next) => {
          tokens = [...next];
          await publish();
        },
        churn: (objects) => churn(cluster, objects),
        step: platform.step,
      },
    },
  );
  url = `${http ? "http" : "https"}://${host === "0.0.0.0" ? "127.0.0.1" : host}:${server.port}`;
  await publish();
  const rest = platform.live(options.speed ?? 1);
  return {
    url,
    port: server.port,
    kubeconfig: () => kubeconfigText(access()),
    cluster,
    stats,
    unknown,
    close: async () => {
      rest();
      await server.close();
    },
  };
}
