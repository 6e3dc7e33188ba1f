import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { endsWithUs } from "./ends-with-us.ts";
import { kubeSimClient } from "./kube-sim-client.ts";
import type { KubeSimClient, KubeSimControl } from "./kube-sim-client.ts";

export interface KubeSimOptions {
  /** JSON files or folders of YAML to load. */
  readonly objects?: readonly string[];
  /** Size of a generated platform, in claims; left out, none is generated. */
  readonly claims?: number;
  readonly seed?: number;
  /** How fast the generated platform lives; 0 makes it stand still until `control.churn`. */
  readonly speed?: number;
  /** Plain HTTP instead of HTTPS with HTTP/2. */
  readonly http?: boolean;
  /** The bearer token that is asked for, and written to the kubeconfig. */
  readonly token?: string;
  /** `false` for a Crossplane 1.x cluster, which has no ManagedResourceDefinition type. */
  readonly mrds?: boolean;
  /** Gives generated objects `managedFields`, as a real cluster does: about 3.6 KB for each. */
  readonly managedFields?: boolean;
  /** The time between two bookmarks of a watch; a real server takes about 60 s. */
  readonly bookmarkSeconds?: number;
  /** A fixed port, e.g. to come back where an earlier simulator was stopped. */
  readonly port?: number;
}

export interface KubeSim {
  /** `https://127.0.0.1:PORT`, or `http://…`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly kubeconfigPath: string;
  /** Requests to the simulated API as a Kubernetes user would make them: reads and writes of objects. */
  readonly api: KubeSimClient;
  /** Faults, statistics and the generated platform. */
  readonly control: KubeSimControl;
  /** Ends the process (SIGTERM, after 5 s SIGKILL) and removes the kubeconfig. */
  readonly stop: () => Promise<void>;
}

const MAIN = fileURLToPath(new URL("../../kube-sim/src/main.ts", import.meta.url));
const STOP_GRACE_MS = 5_000;

const flags = (options: KubeSimOptions, kubeconfigPath: string): string[] => [
  "--port",
  String(options.port ?? 0),
  "--kubeconfig",
  kubeconfigPath,
  ...(options.objects ?? []).flatMap((path) => ["--objects", path]),
  ...(options.claims === undefined ? [] : ["--claims", String(options.claims)]),
  ...(options.seed === undefined ? [] : ["--seed", String(options.seed)]),
  ...(options.speed === undefined ? [] : ["--speed", String(options.speed)]),
  ...(options.token === undefined ? [] : ["--token", options.token]),
  ...(options.bookmarkSeconds === undefined ? [] : ["--bookmark-seconds", String(options.bookmarkSeconds)]),
  ...(options.http === true ? ["--http"] : []),
  ...(options.mrds === false ? ["--no-mrds"] : []),
  ...(options.managedFields === true ? ["--managed-fields"] : []),
];

/**
 * Starts the simulated control plane as a process of its own, and resolves when it answers.
 * Rejects with what the process printed when it ends before that.
 */
export async function startKubeSim(options: KubeSimOptions = {}): Promise<KubeSim> {
  const folder = await mkdtemp(join(tmpdir(), "kube-sim-"));
  const kubeconfigPath = join(folder, "kubeconfig");
  const child = spawn(process.execPath, [MAIN, ...flags(options, kubeconfigPath)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exited = once(child, "exit");
  endsWithUs(child);
  const stop = async (): Promise<void> => {
    const kill = setTimeout(() => child.kill("SIGKILL"), STOP_GRACE_MS);
    child.kill("SIGTERM");
    await exited;
    clearTimeout(kill);
    await rm(folder, { recursive: true, force: true });
  };

  const printed: string[] = [];
  child.stderr.on("data", (chunk: Buffer) => printed.push(chunk.toString()));
  const listening = new Promise<string>((resolve) => {
    createInterface(child.stdout).on("line", (line) => {
      printed.push(`${line}\n`);
      const url = /^listening on (\S+)$/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const url = await Promise.race([listening, exited.then(() => undefined)]);
  if (url === undefined) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`the simulated control plane did not start: ${printed.join("").trim()}`);
  }

  const { api, control } = await kubeSimClient(url, kubeconfigPath);
  return { url, port: Number(new URL(url).port), pid: child.pid ?? 0, kubeconfigPath, api, control, stop };
}
