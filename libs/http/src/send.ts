import type { IncomingMessage, ServerResponse } from "node:http";
import { prefersGzip } from "./negotiate.ts";
import { byteLength } from "./parts.ts";
import type { Parts } from "./parts.ts";
import type { Reply } from "./route.ts";

/** Writes a reply: gzip where it is welcome, 304 where the client has it; Node itself leaves out the body for HEAD. */
export function send({ status, body, headers }: Reply, request: IncomingMessage, response: ServerResponse): void {
  const etag = body.etag === undefined ? undefined : weakTag(body.etag);
  const common = { ...headers, "x-content-type-options": "nosniff", ...(etag === undefined ? {} : { etag }) };
  if (etag !== undefined && isKnown(request.headers["if-none-match"] ?? "", etag)) {
    response.writeHead(304, common).end();
    return;
  }
  const gzip = prefersGzip(request.headers["accept-encoding"] ?? "") ? body.gzip : undefined;
  const parts = gzip ?? body.identity;
  response.writeHead(status, {
    ...common,
    ...(gzip === undefined ? {} : { "content-encoding": "gzip" }),
    "content-type": body.contentType,
    "content-length": byteLength(parts),
  });
  writeParts(parts, response);
}

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
