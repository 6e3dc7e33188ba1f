import { errorText } from "@xp-tracker/runtime";
import { Agent, ProxyAgent, type Dispatcher } from "undici";
import type { Credentials } from "./credentials.ts";
import type { KubeLog } from "../kube-client.ts";
import { dropLateAnswers } from "./late-answers.ts";

export interface DispatcherPool {
  /** The dispatcher for these credentials: the same one as long as TLS material and proxy stay the same. */
  for(credentials: Credentials, proxyUrl: string | undefined): Dispatcher;
  close(): Promise<void>;
}

export interface DispatcherOptions {
  readonly connectTimeoutMs: number;
  /**
   * After this time without the head of an answer undici asks the server for a sign of life and, without one, gives the
   * connection up. Nothing else finds a connection that is dead while a middlebox keeps it open.
   */
  readonly headTimeoutMs: number;
  /** What the connections carry: requests that end soon, watches that stay, or renewals of a Lease. */
  readonly use: Use;
  readonly log?: KubeLog | undefined;
}

type Use = "requests" | "watches" | "lease";

const useOptions: Readonly<Record<Use, Agent.Options>> = {
  // HTTP/2 carries 100 requests on each connection; without HTTP/2 this bounds the requests under way.
  requests: { connections: 4 },
  // A watch that finds no room waits silently for another one to end, so the number of connections has no bound. Servers
  // allow 100 or 250 streams on each, and say so; pings would keep the kernel from finding dead connections by itself.
  watches: { h2Options: { maxConcurrentStreams: 250, pingInterval: 0 } },
  // HTTP/1.1 ends the connection of a request that is given up: the next renewal never waits on one that is dead.
  lease: { connections: 2, allowH2: false },
};

/**
 * Shares connections between requests. client-node makes an Agent, and with it a TCP connection and a TLS handshake,
 * for each request; here a new one is made only when a certificate, the CA or the proxy changes, and the old one ends
 * after its requests.
 */
export function dispatcherPool(options: DispatcherOptions): DispatcherPool {
  const { log } = options;
  dropLateAnswers();
  let shared: { readonly key: string; readonly dispatcher: Dispatcher } | undefined;

  const forCredentials = (credentials: Credentials, proxyUrl: string | undefined): Dispatcher => {
    const key = `${credentials.tlsFingerprint} ${proxyUrl}`;
    if (shared?.key === key) return shared.dispatcher;
    shared?.dispatcher.close().catch((error: unknown) => {
      log?.warn("connections to the API server did not close cleanly", { reason: errorText(error) });
    });
    shared = { key, dispatcher: makeDispatcher(credentials, proxyUrl, options) };
    return shared.dispatcher;
  };

  return { for: forCredentials, close: async () => shared?.dispatcher.destroy() };
}

function makeDispatcher(
  { tls }: Credentials,
  proxyUrl: string | undefined,
  { connectTimeoutMs, headTimeoutMs, use }: DispatcherOptions,
): Dispatcher {
  // Idle connections outlive a poll interval; the deadlines are the client's, because undici's start after its queue.
  const options = {
    allowH2: true,
    ...useOptions[use],
    keepAliveTimeout: 90_000,
    headersTimeout: headTimeoutMs,
    bodyTimeout: 0,
  };
  const connect = { ...tls, preferH2: true, timeout: connectTimeoutMs, keepAlive: true, keepAliveInitialDelay: 30_000 };
  return proxyUrl === undefined
    ? new Agent({ ...options, connect })
    : new ProxyAgent({ ...options, uri: proxyUrl, requestTls: connect, connectTimeout: connectTimeoutMs });
}
