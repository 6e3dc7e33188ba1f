import type { Readable } from "node:stream";
import { abortable, errorText, proxyEnvironment, type ProxyEnvironment, retry } from "@xp-tracker/runtime";
import { errors } from "undici";
import { acceptedBody, readAnswer } from "./answer.ts";
import { KubeApiError } from "../api-error.ts";
import { kubeCredentials, type Credentials } from "./credentials.ts";
import { DeadlineExceeded, withinDeadline } from "./deadline.ts";
import { dispatcherPool, type DispatcherPool } from "./dispatcher.ts";
import type { Home, KubeClient, KubeLog, Query } from "../kube-client.ts";
import type { KubeconfigOptions } from "./kubeconfig.ts";
import { leaseAccess, type LeaseAccess, type SendLease } from "../lease/lease-access.ts";
import type { LeasePlace } from "../lease/lease.ts";
import { proxyFor } from "./proxy.ts";
import { retryOptions, type RetryPolicy } from "./retry-policy.ts";
import { discardBody, open, type HttpRequest, type HttpResponse } from "./transport.ts";

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

/** A client that may also hold one Lease: the only thing that is ever written. */
export interface KubeConnection extends KubeClient {
  readonly home: Home;
  /** On connections of its own, so that neither lists nor dead connections hold a renewal up. Milliseconds. */
  lease(place: LeasePlace, requestTimeoutMs: number): LeaseAccess;
}

/**
 * Reads the credentials and readies the connection pool; connects with the first request only, so that an API server
 * that is down does not keep the process from starting.
 * @throws AppError KUBE_CONFIG
 */
export async function connectKube(options: ConnectOptions): Promise<KubeConnection> {
  const { requestTimeoutMs, userAgent, log, maxBodyBytes = 64 * 2 ** 20 } = options;
  const retries = retryOptions(options.retry);
  const credentials = kubeCredentials(options);
  const { server } = credentials;
  const proxies = options.proxyEnvironment ?? proxyEnvironment();
  const proxy = () => proxyFor(server, credentials.proxyUrl(), proxies);
  proxy();
  const connectTimeoutMs = Math.min(requestTimeoutMs, 10_000);
  // A little earlier than the deadline of the whole request, which would hide it.
  const pool = { connectTimeoutMs, headTimeoutMs: Math.ceil(requestTimeoutMs * 0.9), log };
  const requests = dispatcherPool({ ...pool, use: "requests" });
  const watches = dispatcherPool({ ...pool, use: "watches" });
  const pools = new Set([requests, watches]);

  type Request = Omit<HttpRequest, "server" | "headers">;
  type Send = (pool: DispatcherPool, request: Request, signal: AbortSignal) => Promise<HttpResponse>;
  const sendWith = (used: Credentials, ...[pool, request, signal]: Parameters<Send>): Promise<HttpResponse> => {
    const contentType = request.body === undefined ? {} : { "content-type": "application/json" };
    // No accept-encoding: inside a cluster, inflating costs more than the network.
    const headers = { accept: "application/json", ...contentType, "user-agent": userAgent, ...used.headers };
    return open(pool.for(used, proxy()), { server, ...request, headers }, signal);
  };

  /** Tokens are rotated at any time: the first 401 only means that ours may be old. */
  const send: Send = async (pool, request, signal) => {
    const used = await abortable(credentials.current(), signal);
    const response = await sendWith(used, pool, request, signal);
    if (response.status !== 401) return response;
    discardBody(response);
    credentials.renew(used);
    return sendWith(await abortable(credentials.current(), signal), pool, request, signal);
  };

  const inTime = async <T>(
    what: string,
    task: (signal: AbortSignal) => Promise<T>,
    signal: AbortSignal,
    timeoutMs = requestTimeoutMs,
  ): Promise<T> => {
    try {
      return await withinDeadline(timeoutMs, task, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw asApiError(what, error);
    }
  };

  const getOnce = (path: string, signal: AbortSignal): Promise<unknown> => {
    const what = `GET ${path}`;
    return inTime(what, async (limit) => readAnswer(what, await send(requests, { path }, limit), maxBodyBytes), signal);
  };

  const streamOnce = (path: string, signal: AbortSignal): Promise<Readable> => {
    const what = `GET ${path}`;
    return inTime(
      what,
      async (limit) => acceptedBody(what, await send(watches, { path }, limit), maxBodyBytes),
      signal,
    );
  };

  const lease: KubeConnection["lease"] = (place, timeoutMs) => {
    const own = dispatcherPool({ connectTimeoutMs: timeoutMs, headTimeoutMs: timeoutMs, use: "lease", log });
    pools.add(own);
    const sendLease: SendLease = (method, path, object, signal) => {
      const what = `${method} ${path}`;
      const request = { method, path, ...(object === undefined ? {} : { body: JSON.stringify(object) }) };
      const task = async (limit: AbortSignal) => readAnswer(what, await send(own, request, limit), maxBodyBytes);
      return inTime(what, task, signal, Math.min(timeoutMs, requestTimeoutMs));
    };
    return leaseAccess(place, sendLease);
  };

  return {
    server,
    home: credentials.home,
    lease,
    get: (path, query, signal) => retry((aborted) => getOnce(withQuery(path, query), aborted), retries, signal),
    stream: (path, query, signal) => streamOnce(withQuery(path, query), signal),
    close: async () => void (await Promise.all([...pools].map((each) => each.close()))),
  };
}

function asApiError(what: string, error: unknown): KubeApiError {
  if (error instanceof KubeApiError) return error;
  const errorClass = isTimeout(error) ? "timeout" : "network";
  return new KubeApiError(`${what}: ${errorText(error)}`, { errorClass, cause: error });
}

const isTimeout = (error: unknown): boolean =>
  error instanceof DeadlineExceeded || error instanceof errors.HeadersTimeoutError;

function withQuery(path: string, query: Query): string {
  const defined = Object.entries(query).flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, String(value)]],
  );
  return defined.length === 0 ? path : `${path}?${new URLSearchParams(defined).toString()}`;
}
