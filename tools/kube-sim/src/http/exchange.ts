import type { IncomingMessage, ServerResponse } from "node:http";
import { constants } from "node:http2";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";

export type HttpRequest = IncomingMessage | Http2ServerRequest;
export type HttpResponse = ServerResponse | Http2ServerResponse;

/** One request and its answer, alike for HTTP/1.1 and HTTP/2. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string;
  /** The body; undefined when it is longer than the limit. */
  readonly read: (limit: number) => Promise<Buffer | undefined>;
  readonly head: (status: number, headers: Readonly<Record<string, string>>) => void;
  /** Sends the head before there is any body. */
  readonly flush: () => void;
  /** False when the reader is slower than we are: wait for `drained`. */
  readonly write: (chunk: Buffer) => boolean;
  readonly drained: () => Promise<void>;
  readonly end: (chunk?: Buffer) => void;
  /** Bytes that are written but not yet taken by the network. */
  readonly backlog: () => number;
  /** Cuts the connection, or in HTTP/2 the stream, without a proper end. */
  readonly reset: () => void;
  readonly onClose: (listener: () => void) => void;
  readonly closed: () => boolean;
}

const isHttp2 = (response: HttpResponse): response is Http2ServerResponse => "stream" in response;

export function exchangeOf(request: HttpRequest, response: HttpResponse, onSent: (bytes: number) => void): Exchange {
  const sink = response as ServerResponse;
  let closed = false;
  response.on("close", () => {
    closed = true;
  });
  // A reader that goes away in the middle is an ordinary event here.
  response.on("error", () => undefined);
  request.on("error", () => undefined);
  return {
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", "http://server"),
    header: (name) => String(request.headers[name.toLowerCase()] ?? ""),
    read: async (limit) => {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size <= limit) chunks.push(chunk);
      }
      return size > limit ? undefined : Buffer.concat(chunks);
    },
    head: (status, headers) => {
      if (!closed) sink.writeHead(status, headers);
    },
    flush: () => {
      if (!closed) sink.flushHeaders();
    },
    write: (chunk) => {
      if (closed) return true;
      onSent(chunk.length);
      return sink.write(chunk);
    },
    drained: async () => {
      if (closed) return;
      await new Promise<void>((resolve) => {
        response.once("drain", resolve);
        response.once("close", resolve);
      });
    },
    end: (chunk) => {
      if (closed) return;
      if (chunk === undefined) sink.end();
      else {
        onSent(chunk.length);
        sink.end(chunk);
      }
    },
    backlog: () => (isHttp2(response) ? response.stream.writableLength : response.writableLength),
    reset: () => {
      if (isHttp2(response)) response.stream.close(constants.NGHTTP2_INTERNAL_ERROR);
      else response.socket?.destroy();
    },
    onClose: (listener) => {
      response.on("close", listener);
    },
    closed: () => closed,
  };
}
