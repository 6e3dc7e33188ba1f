import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { TLSSocket } from "node:tls";
import { prefersGzip } from "./negotiate.ts";
import { byteLength, isParts } from "./parts.ts";
import type { Parts } from "./parts.ts";
import type { Reply } from "../routes/route.ts";

/** Writes a reply: gzip where it is welcome, 304 where the client has it, and no body for HEAD. */
export async function send(
  { status, body, headers }: Reply,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const etag = body.etag === undefined ? undefined : weakTag(body.etag);
  const common = { ...headers, "x-content-type-options": "nosniff", ...(etag === undefined ? {} : { etag }) };
  if (etag !== undefined && isKnown(request.headers["if-none-match"] ?? "", etag)) {
    response.writeHead(304, common).end();
    return;
  }
  const gzip = prefersGzip(request.headers["accept-encoding"] ?? "") ? body.gzip : undefined;
  response.writeHead(status, {
    ...common,
    ...(gzip === undefined ? {} : { "content-encoding": "gzip" }),
    "content-type": body.contentType,
    "content-length": gzip === undefined ? body.bytes : byteLength(gzip),
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  const content = gzip ?? body.identity();
  if (isParts(content) && !isEncrypted(request)) writeParts(content, response);
  else await pipeline(isParts(content) ? slicesOf(content) : content, response).catch(ignoreGone);
}

const isEncrypted = ({ socket }: IncomingMessage): boolean => socket instanceof TLSSocket;

/** TLS turns whatever it is handed into another copy at once: it is handed no more than the client takes. */
const SLICE_BYTES = 64 * 1024;

function* slicesOf(parts: Parts): Generator<Buffer> {
  for (const part of parts) {
    for (let at = 0; at < part.byteLength; at += SLICE_BYTES) yield part.subarray(at, at + SLICE_BYTES);
  }
}

/** A client that leaves is no fault of ours, be it early or with the last byte; what cannot be inflated is. */
function ignoreGone(thrown: unknown): void {
  if (!isGone(thrown)) throw thrown;
}

const isGone = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === "ERR_STREAM_PREMATURE_CLOSE";

/** Corked, so that headers and parts leave in as few writes as the kernel takes. */
function writeParts(parts: Parts, response: ServerResponse): void {
  response.cork();
  for (const part of parts) response.write(part);
  response.end();
}

/** Characters that a tag must not have are dropped: S3's own tags come in quotes. */
const weakTag = (etag: string): string => `W/"${etag.replaceAll(/[^\u0021\u0023-\u007e]/g, "")}"`;

/** RFC 9110, section 13.1.2: weak comparison with each tag of the list. */
function isKnown(ifNoneMatch: string, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, "");
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((tag) => opaque(tag) === opaque(etag));
}
