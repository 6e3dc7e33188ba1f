import { setImmediate as nextTurn } from "node:timers/promises";
import { errorText, proxyEnvironment, type ProxyEnvironment } from "@xp-tracker/runtime";
import { abortable } from "./abortable.ts";
import { failureOfStatus, KubeApiError, messageOfBody, retryAfterMsOf } from "./api-error.ts";
import { isCutOff } from "./cut-off.ts";
import { kubeCredentials, type Credentials } from "./credentials.ts";
import { DeadlineExceeded, withDeadline } from "./deadline.ts";
import { dispatcherPool } from "./dispatcher.ts";
import type { KubeClient, KubeLog, Query } from "./kube-client.ts";
import type { KubeconfigOptions } from "./kubeconfig.ts";
import { proxyFor } from "./proxy.ts";
import { defaultRetry, retried, type RetryOptions } from "./retry.ts";
import { openGet, readBody, type HttpResponse } from "./transport.ts";

export interface ConnectOptions extends KubeconfigOptions {
  /** Deadline of each try, from queueing to the last byte of the body, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly userAgent: string;
  readonly log?: KubeLog | undefined;
  readonly retry?: RetryOptions;
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
  const { requestTimeoutMs, userAgent, log, retry = defaultRetry, maxBodyBytes = 64 * 2 ** 20 } = options;
  const credentials = kubeCredentials(options);
  const { server } = credentials;
  const proxies = options.proxyEnvironment ?? proxyEnvironment();
  const proxy = () => proxyFor(server, credentials.proxyUrl(), proxies);
  proxy();
  const pool = dispatcherPool({ connectTimeoutMs: Math.min(requestTimeoutMs, 10_000), log });

  /** One answer, with the credentials it was asked for with. */
  const send = async (path: string, signal: AbortSignal): Promise<[HttpResponse, Credentials]> => {
    const used = await abortable(credentials.current(), signal);
    // No accept-encoding: in a cluster, inflating costs more than the network.
    const headers = { accept: "application/json", "user-agent": userAgent, ...used.headers };
    return [await openGet(pool.for(used, proxy()), { server, path, headers }, signal), used];
  };

  /** Tokens are rotated at any time: the first 401 only means that ours may be old. */
  const sendRenewed = async (path: string, signal: AbortSignal): Promise<HttpResponse> => {
    const [response, used] = await send(path, signal);
    if (response.status !== 401) return response;
    response.body.on("error", () => undefined).destroy();
    credentials.renew(used);
    return (await send(path, signal))[0];
  };

  const getOnce = (path: string, signal: AbortSignal): Promise<unknown> =>
    withDeadline(
      requestTimeoutMs,
      async (inTime) => parseAnswer(path, await sendRenewed(path, inTime), maxBodyBytes),
      signal,
    ).catch((error: unknown) => {
      signal.throwIfAborted();
      throw asApiError(path, error);
    });

  return {
    server,
    get: (path, query, signal) => {
      const target = withQuery(path, query);
      return retried(() => getOnce(target, signal), retry, signal);
    },
    close: () => pool.close(),
  };
}

async function parseAnswer(path: string, response: HttpResponse, maxBodyBytes: number): Promise<unknown> {
  const { status } = response;
  const read = await readBody(response, maxBodyBytes);
  if (status < 200 || status > 299) {
    const detail = read.kind === "whole" ? messageOfBody(read.text) : "";
    throw new KubeApiError(`GET ${path}: HTTP ${status} ${detail}`.trimEnd(), {
      errorClass: failureOfStatus(status),
      httpStatus: status,
      retryAfterMs: retryAfterMsOf(response.header("retry-after"), Date.now()),
    });
  }
  if (read.kind === "too_large") {
    throw new KubeApiError(`GET ${path}: the answer is larger than ${maxBodyBytes} bytes`, {
      errorClass: "malformed",
      httpStatus: status,
      tooLarge: true,
    });
  }
  // Pages that arrived together are parsed in turns of their own, so that other work gets in between.
  await nextTurn();
  return parseJson(path, read.text, status);
}

function parseJson(path: string, text: string, httpStatus: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const [what, errorClass] = isCutOff(text)
      ? ["is cut off", "network" as const]
      : ["is not JSON", "malformed" as const];
    throw new KubeApiError(`GET ${path}: the answer ${what}`, { errorClass, httpStatus, cause });
  }
}

function asApiError(path: string, error: unknown): KubeApiError {
  if (error instanceof KubeApiError) return error;
  const errorClass = error instanceof DeadlineExceeded ? "timeout" : "network";
  return new KubeApiError(`GET ${path}: ${errorText(error)}`, { errorClass, cause: error });
}

function withQuery(path: string, query: Query): string {
  const defined = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, String(value)] satisfies [string, string]],
  );
  const text = new URLSearchParams(defined).toString();
  return text === "" ? path : `${path}?${text}`;
}
