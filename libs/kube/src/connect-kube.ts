import { errorText, proxyEnvironment, retry, type ProxyEnvironment } from "@xp-tracker/runtime";
import { abortable } from "./abortable.ts";
import { readAnswer } from "./answer.ts";
import { KubeApiError } from "./api-error.ts";
import { kubeCredentials, type Credentials } from "./credentials.ts";
import { DeadlineExceeded, withinDeadline } from "./deadline.ts";
import { dispatcherPool } from "./dispatcher.ts";
import type { KubeClient, KubeLog, Query } from "./kube-client.ts";
import type { KubeconfigOptions } from "./kubeconfig.ts";
import { proxyFor } from "./proxy.ts";
import { retryOptions, type RetryPolicy } from "./retry-policy.ts";
import { discardBody, openGet, type HttpResponse } from "./transport.ts";

export interface ConnectOptions extends KubeconfigOptions {
  /** Deadline of each try, from queueing to the last byte of the body, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly userAgent: string;
  readonly log?: KubeLog | undefined;
  readonly retry?: RetryPolicy;
  /** Longest answer that is read, in bytes. */
  readonly maxBodyBytes?: number;
  readonly proxyEnvironment?: ProxyEnvironment;
}

/**
 * Reads the credentials and readies the connection pool; connects with the first request only, so that an API server
 * that is down does not keep the process from starting.
 * @throws AppError KUBE_CONFIG
 */
export async function connectKube(options: ConnectOptions): Promise<KubeClient> {
  const { requestTimeoutMs, userAgent, log, maxBodyBytes = 64 * 2 ** 20 } = options;
  const retries = retryOptions(options.retry);
  const credentials = kubeCredentials(options);
  const { server } = credentials;
  const proxies = options.proxyEnvironment ?? proxyEnvironment();
  const proxy = () => proxyFor(server, credentials.proxyUrl(), proxies);
  proxy();
  const pool = dispatcherPool({ connectTimeoutMs: Math.min(requestTimeoutMs, 10_000), log });

  const sendWith = async (used: Credentials, path: string, signal: AbortSignal): Promise<HttpResponse> => {
    // No accept-encoding: inside a cluster, inflating costs more than the network.
    const headers = { accept: "application/json", "user-agent": userAgent, ...used.headers };
    return openGet(pool.for(used, proxy()), { server, path, headers }, signal);
  };

  /** Tokens are rotated at any time: the first 401 only means that ours may be old. */
  const send = async (path: string, signal: AbortSignal): Promise<HttpResponse> => {
    const used = await abortable(credentials.current(), signal);
    const response = await sendWith(used, path, signal);
    if (response.status !== 401) return response;
    discardBody(response);
    credentials.renew(used);
    return sendWith(await abortable(credentials.current(), signal), path, signal);
  };

  const getOnce = async (path: string, signal: AbortSignal): Promise<unknown> => {
    const what = `GET ${path}`;
    const task = async (inTime: AbortSignal) => readAnswer(what, await send(path, inTime), maxBodyBytes);
    try {
      return await withinDeadline(requestTimeoutMs, task, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw asApiError(what, error);
    }
  };

  return {
    server,
    get: (path, query, signal) => retry((aborted) => getOnce(withQuery(path, query), aborted), retries, signal),
    close: () => pool.close(),
  };
}

function asApiError(what: string, error: unknown): KubeApiError {
  if (error instanceof KubeApiError) return error;
  const errorClass = error instanceof DeadlineExceeded ? "timeout" : "network";
  return new KubeApiError(`${what}: ${errorText(error)}`, { errorClass, cause: error });
}

function withQuery(path: string, query: Query): string {
  const defined = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return defined.length === 0 ? path : `${path}?${new URLSearchParams(defined).toString()}`;
}
