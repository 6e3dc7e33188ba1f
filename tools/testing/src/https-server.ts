import { once } from "node:events";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { certificateAuthority, type CertificateAuthority } from "./certificates.ts";

export interface HttpsExchange {
  /** Path and query. */
  readonly url: string;
  readonly headers: Http2ServerRequest["headers"];
  /** Common name of the client's certificate, where it showed one. */
  readonly clientName: string | undefined;
  readonly response: Http2ServerResponse;
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
  const ALPNProtocols = http2 ? ["h2", "http/1.1"] : ["http/1.1"];
  const client = { ca: authority.cert, requestCert: true, rejectUnauthorized: false };
  const server = createSecureServer({ cert, key, ...client, allowHTTP1: true, ALPNProtocols });
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => undefined);
  });
  server.on("request", (request, response) => {
    const { url, headers } = request;
    answer({ url, headers, clientName: clientNameOf(request.stream?.session?.socket ?? request.socket), response });
  });
  await once(server.listen(port, "127.0.0.1"), "listening");
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${bound}`,
    port: bound,
    authority,
    connections: () => connections,
    stop: async () => {
      const closed = once(server.close(), "close");
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function clientNameOf(socket: unknown): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const name = socket.getPeerCertificate().subject.CN;
  return typeof name === "string" ? name : undefined;
}
