import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { createSecureServer, type Http2ServerRequest } from "node:http2";
import { createServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { certificateAuthority, type CertificateAuthority } from "./certificates.ts";

/** What an answer needs of HTTP/1.1's and HTTP/2's responses. */
export interface HttpsResponse {
  writeHead(status: number, headers?: Readonly<Record<string, string>>): unknown;
  write(chunk: string): unknown;
  end(): unknown;
  end(chunk: string): unknown;
  /** Cuts the answer off. */
  destroy(): unknown;
}

export interface HttpsExchange {
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Common name of the client's certificate, where it showed one. */
  readonly clientName: string | undefined;
  readonly response: HttpsResponse;
}

export interface HttpsServerOptions {
  readonly authority?: CertificateAuthority;
  /** `false` for HTTP/1.1 alone. */
  readonly http2?: boolean;
  readonly port?: number;
}

export interface HttpsServer {
  readonly url: string;
  readonly port: number;
  readonly authority: CertificateAuthority;
  /** TCP connections since the start. */
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
}

/** Serves `answer` over TLS on a free port of 127.0.0.1, HTTP/2 and HTTP/1.1, with a certificate of its own CA. */
export async function startHttpsServer(
  answer: (exchange: HttpsExchange) => void,
  { authority = certificateAuthority(), http2 = true, port = 0 }: HttpsServerOptions = {},
): Promise<HttpsServer> {
  const { cert, key } = authority.server(["127.0.0.1", "localhost"]);
  const tls = { cert, key, ca: authority.cert, requestCert: true, rejectUnauthorized: false };
  const listener = (request: Http2ServerRequest | IncomingMessage, response: HttpsResponse): void => {
    const { url = "", headers, socket } = request;
    answer({ url, headers, clientName: clientNameOf(socket), response });
  };
  const server = http2 ? createSecureServer({ ...tls, allowHTTP1: true }, listener) : createServer(tls, listener);
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${bound}`,
    port: bound,
    authority,
    connections: () => connections,
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function clientNameOf(socket: Socket): string | undefined {
  // HTTP/2's compatibility layer wraps the socket, so it is told by its methods, not by its class.
  const { authorized, getPeerCertificate } = socket as Partial<TLSSocket>;
  if (authorized !== true || getPeerCertificate === undefined) return undefined;
  const name = getPeerCertificate.call(socket).subject.CN;
  return typeof name === "string" ? name : undefined;
}
