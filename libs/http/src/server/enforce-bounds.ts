import type { Server } from "node:http";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Log } from "@xp-tracker/runtime";
import type { ServerBounds } from "./bounds.ts";
import { sparseWarning } from "./sparse-warning.ts";

/** A reader that takes no byte for this long is cut off. */
const STALLED_AFTER_MS = 60_000;

/** Keeps clients from taking more of the server than they may; what they are told says which bound it was. */
export function enforceBounds(server: Server, bounds: ServerBounds, log: Log): void {
  const answering = new WeakSet<Socket>();
  const secured = new WeakSet<Socket>();
  const tooSlow = sparseWarning(log, "answers cut off: their clients took too long");
  const tooMany = sparseWarning(log, "connections refused: there are too many");
  server.setTimeout(STALLED_AFTER_MS);
  server.maxConnections = bounds.maxConnections;
  server.on("drop", (from) => tooMany({ from: from?.remoteAddress, bound: "MAX_CONNECTIONS" }));

  // No page reads a body: an answer at once spares the client sending it, and Node then closes the connection.
  server.on("checkContinue", (request, response) => server.emit("request", request, response));

  server.on("request", ({ socket }, response) => {
    answering.add(socket);
    const cut = setTimeout(() => {
      tooSlow({ from: socket.remoteAddress, bound: "RESPONSE_TIMEOUT_SECONDS" });
      socket.destroy();
    }, bounds.responseTimeoutMs);
    response.once("close", () => {
      clearTimeout(cut);
      answering.delete(socket);
    });
  });

  server.on("secureConnection", (socket: TLSSocket) => secured.add(socket));

  server.on("clientError", (error: NodeJS.ErrnoException, socket: Socket) => {
    const refusal = refusals[error.code ?? ""]?.(bounds) ?? badRequest;
    // Between the bytes of an answer there is no room for another one, and before the end of a handshake for none.
    const isMute = answering.has(socket) || (socket instanceof TLSSocket && !secured.has(socket));
    const mayAnswer = socket.writable && !isMute;
    if (mayAnswer) socket.end(plainResponse(refusal), () => socket.destroy());
    else socket.destroy();
  });
}

interface Refusal {
  readonly status: string;
  readonly text: string;
}

/** What the parser refuses before there is a request to answer, by Node's codes. */
const refusals: Readonly<Record<string, (bounds: ServerBounds) => Refusal>> = {
  HPE_HEADER_OVERFLOW: ({ maxHeaderBytes }) => ({
    status: "431 Request Header Fields Too Large",
    text: `the head of the request is larger than ${maxHeaderBytes} bytes (MAX_HEADER_BYTES)\n`,
  }),
  ERR_HTTP_REQUEST_TIMEOUT: () => ({ status: "408 Request Timeout", text: "the request took too long\n" }),
};

const badRequest: Refusal = { status: "400 Bad Request", text: "bad request\n" };

const plainResponse = ({ status, text }: Refusal): string =>
  `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n` +
  `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
