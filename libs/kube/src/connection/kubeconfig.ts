import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { KubeConfig } from "@kubernetes/client-node";
import { AppError, errorText } from "@xp-tracker/runtime";
import type { Home } from "../kube-client.ts";
import { mergeFiles } from "./kubeconfig-files.ts";

export interface KubeconfigOptions {
  /** One or more files as `$KUBECONFIG` lists them. Undefined: in-cluster, else `~/.kube/config`. */
  readonly kubeconfigPath?: string | undefined;
  /** Undefined: the file's current context. */
  readonly context?: string | undefined;
  /** Prefix of `/var/run/secrets/…`. */
  readonly rootDir?: string;
}

const TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/**
 * Reads credentials from the files again each time it is called.
 * @throws AppError KUBE_CONFIG
 */
export function loadKubeconfig(options: KubeconfigOptions): KubeConfig {
  const source = sourceOf(options);
  try {
    const config = new KubeConfig();
    if (source === "in-cluster") config.loadFromCluster(options.rootDir ?? "");
    else config.loadFromOptions(mergeFiles(source));
    if (options.context !== undefined) config.setCurrentContext(options.context);
    assertUsable(config, source);
    return config;
  } catch (cause) {
    // client-node checks little of what it reads: the file may hold anything in any place.
    throw cause instanceof AppError ? cause : unusable(`cannot read the kubeconfig ${sourceName(source)}`, cause);
  }
}

/** Where a process with this configuration is at home. */
export const homeOf = (config: KubeConfig, options: KubeconfigOptions): Home => ({
  inCluster: sourceOf(options) === "in-cluster",
  namespace: trimmed(config.getContextObject(config.getCurrentContext())?.namespace) || "default",
});

const trimmed = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

type Source = "in-cluster" | readonly string[];

const sourceName = (source: Source): string => (source === "in-cluster" ? source : source.join(delimiter));

function sourceOf({ kubeconfigPath, rootDir = "" }: KubeconfigOptions): Source {
  if (kubeconfigPath !== undefined) {
    const files = kubeconfigPath.split(delimiter).filter((file) => file !== "");
    const present = files.filter((file) => existsSync(file));
    if (present.length > 0) return present;
    throw unusable(`no kubeconfig at ${kubeconfigPath}`, undefined);
  }
  if (existsSync(`${rootDir}${TOKEN_PATH}`)) return "in-cluster";
  const home = join(homedir(), ".kube", "config");
  if (existsSync(home)) return [home];
  throw unusable(`not in a cluster, KUBECONFIG is not set, and there is no ${home}`, undefined);
}

function assertUsable(config: KubeConfig, source: Source): void {
  const name = sourceName(source);
  const context = config.getContextObject(config.getCurrentContext());
  if (context === null) {
    const known = config.getContexts().map(({ name }) => name);
    const wanted = config.getCurrentContext() as string | undefined;
    const what = wanted === undefined || wanted === "" ? "names no current-context" : `has no context "${wanted}"`;
    throw unusable(`${name} ${what}; its contexts: ${known.join(", ") || "none"}`, undefined);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw unusable(`${name}: context ${context.name} names no known cluster`, undefined);
  if (config.getCurrentUser() === null)
    throw unusable(`${name}: context ${context.name} names no known user`, undefined);
  if (!/^https?:$/.test(protocolOf(cluster.server)))
    throw unusable(`${name}: "${cluster.server}" is not a URL`, undefined);
}

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : "");

const unusable = (what: string, cause: unknown): AppError =>
  new AppError("KUBE_CONFIG", cause === undefined ? what : `${what}: ${errorText(cause)}`, {
    remedy:
      "Set KUBECONFIG (and KUBE_CONTEXT) to a kubeconfig that kubectl can use, or run in a pod with a service account.",
    cause,
  });
