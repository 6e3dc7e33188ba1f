import type { Readable } from "node:stream";
import type { Log } from "@xp-tracker/runtime";

/** Where warnings go. Nothing secret is passed to it. */
export type KubeLog = Pick<Log, "warn">;

export type Query = Readonly<Record<string, string | number | undefined>>;

/** Where a process is at home in the cluster that it reads. */
export interface Home {
  /** It runs in a pod, under the pod's service account. */
  readonly inCluster: boolean;
  /** Of the service account, else of the kubeconfig's context, else `default`. */
  readonly namespace: string;
}

/** Reads one Kubernetes API server over one small connection pool. */
export interface KubeClient {
  /** The API server's base URL, without a trailing slash. */
  readonly server: string;
  /**
   * GETs `path` and parses the JSON answer. Repeated on 429, 5xx and network trouble, a bounded number of times.
   * @throws KubeApiError, and the signal's reason when `signal` aborts
   */
  get(path: string, query: Query, signal: AbortSignal): Promise<unknown>;
  /**
   * GETs `path` on connections that are there for watches, once, and resolves with the raw body as soon as the server
   * accepts. The body has no deadline: whoever opens it reads it to its end or destroys it.
   * @throws KubeApiError, and the signal's reason when `signal` aborts before that
   */
  stream(path: string, query: Query, signal: AbortSignal): Promise<Readable>;
  /** Ends every connection; requests under way fail. */
  close(): Promise<void>;
}
