import { once } from "node:events";
import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { exchangeOf } from "./exchange.ts";
import type { HttpRequest, HttpResponse } from "./exchange.ts";
import { handle } from "./handler.ts";
import type { HandlerParts } from "./handler.ts";

/** A real server's limit of requests, watches included, on one HTTP/2 connection; more wait silently. */
const MAX_CONCURRENT_STREAMS = 250;
/** Go's servers keep idle connections for minutes; Node's five seconds would end them under a poller's feet. */
const KEEP_ALIVE_MS = 180_000;

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** PEM; without it, plain HTTP. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

export interface Listening {
  readonly port: number;
  /** Cuts all connections and frees the port. */
  readonly close: () => Promise<void>;
}

/** Listens, with HTTP/2 and HTTP/1.1 by ALPN over TLS. Rejects when the port is taken. */
export async function serve(options: ServerOptions, parts: HandlerParts): Promise<Listening> {
  const { counters } = parts.controlled;
  const onRequest = (request: HttpRequest, response: HttpResponse): void => {
    handle(exchangeOf(request, response, counters.sent), parts).catch((error: unknown) => {
      process.stderr.write(`kube-sim: ${request.method ?? ""} ${request.url ?? ""}: ${String(error)}\n`);
      response.destroy();
    });
  };
  const settings = { maxConcurrentStreams: MAX_CONCURRENT_STREAMS };
  const server =
    options.tls === undefined
      ? createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, onRequest)
      : createSecureServer({ ...options.tls, allowHTTP1: true, settings }, onRequest);
  if ("keepAliveTimeout" in server) server.keepAliveTimeout = KEEP_ALIVE_MS;

  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    const closed = counters.connection();
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => undefined);
    socket.on("close", () => {
      sockets.delete(socket);
      closed();
    });
  });
  server.on("secureConnection", counters.handshake);
  server.on("tlsClientError", () => undefined);
  server.on("sessionError", () => undefined);

  server.listen(options.port, options.host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
