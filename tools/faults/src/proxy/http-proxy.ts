import { once } from "node:events";
import { request as ask } from "node:http";
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { createSecureServer } from "node:http2";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import type { CertificateAndKey } from "@xp-tracker/testing";
import type { Answer, Exchange, HttpFault } from "./http-faults.ts";

export interface HttpProxy {
  readonly port: number;
  readonly set: (fault: HttpFault | undefined) => void;
  /** From the next handshake on. */
  readonly useCertificate: (certificate: CertificateAndKey) => void;
  readonly stop: () => Promise<void>;
}

type Request = IncomingMessage | Http2ServerRequest;
type Response = ServerResponse | Http2ServerResponse;

/** Takes TLS off, with HTTP/2 and HTTP/1.1, and stands before a plain HTTP server. */
export async function startHttpProxy(target: string, certificate: CertificateAndKey): Promise<HttpProxy> {
  let fault: HttpFault | undefined;
  const sockets = new Set<Socket>();
  const server = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
    const exchange = exchangeOf(new URL(target), request, response);
    if (fault === undefined) return exchange.pass();
    // A server that goes away while a fault is being made is a fault too.
    Promise.resolve(fault(exchange)).catch(exchange.reset);
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  });
  server.on("sessionError", () => undefined);
  server.on("tlsClientError", () => undefined);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => {
      fault = next;
    },
    useCertificate: (next) => server.setSecureContext(next),
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function exchangeOf(target: URL, request: Request, response: Response): Exchange {
  const { method = "GET", url = "", headers } = request;
  response.on("error", () => undefined);
  const onward = (): Promise<IncomingMessage> => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const { hostname, port } = target;
    const asked = ask({ hostname, port, method, path: url, headers: withHost(headers) }, resolve).on("error", reject);
    request.pipe(asked);
    response.on("close", () => asked.destroy());
    return promise;
  };
  const begin = ({ status, headers }: Omit<Answer, "body">): void =>
    void (response as ServerResponse).writeHead(status, forHop(headers));
  // Behind HTTP/2's compatibility layer a socket is one stream only.
  const handOn = (answer: IncomingMessage): void => {
    begin({ status: answer.statusCode ?? 502, headers: answer.headers });
    answer.on("error", reset).pipe(response as ServerResponse);
  };
  const reset = (): void => void ("stream" in request ? request.stream.session : request.socket)?.destroy();
  return {
    method,
    url,
    headers,
    begin,
    reset,
    write: (chunk) => void (response as ServerResponse).write(chunk),
    end: () => void response.end(),
    isOver: () => response.writableEnded || request.socket.destroyed,
    send: ({ status, headers, body }) => {
      // What is still being sent would keep the answer waiting.
      request.resume();
      begin({ status, headers });
      (response as ServerResponse).end(body);
    },
    whole: async () => {
      const answer = await onward();
      const body = Buffer.concat(await answer.toArray());
      return { status: answer.statusCode ?? 502, headers: answer.headers, body };
    },
    pass: () => {
      onward().then(handOn).catch(reset);
    },
  };
}

/** HTTP/2 has its own names for what HTTP/1.1 says in the first line and in Host. */
const withHost = (headers: Request["headers"]): OutgoingHttpHeaders => ({
  ...Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(":"))),
  host: headers.host ?? String(headers[":authority"]),
});

const HOP = new Set(["connection", "keep-alive", "transfer-encoding"]);
const forHop = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP.has(name)));
