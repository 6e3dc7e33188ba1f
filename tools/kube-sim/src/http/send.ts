import { Readable } from "node:stream";
import { promisify } from "node:util";
import { createGzip, gzip } from "node:zlib";
import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";

/** A body of MORE than this is compressed for those who accept it. */
const GZIP_ABOVE_BYTES = 131_072;
/** Above this the server does not know the length when it sends the head, so the body comes in chunks. */
const LENGTH_UP_TO_BYTES = 2_048;
/** The cheapest: the time of the simulator is not what anyone wants to measure. */
const GZIP_LEVEL = 1;

const compress = promisify(gzip);

const FIXED_HEADERS = { "Cache-Control": "no-cache, private" };

async function* chunksOf(body: readonly string[]): AsyncGenerator<Buffer> {
  for (const part of body) yield Buffer.from(part);
}

async function sendParts(exchange: Exchange, body: readonly string[], compressed: boolean): Promise<void> {
  const chunks = chunksOf(body);
  const bytes: AsyncIterable<Buffer> = compressed
    ? Readable.from(chunks).pipe(createGzip({ level: GZIP_LEVEL }))
    : chunks;
  for await (const chunk of bytes) {
    if (exchange.closed()) return;
    if (!exchange.write(chunk)) await exchange.drained();
  }
  exchange.end();
}

/** Sends an answer with the length, chunks and compression that a kube-apiserver would choose. */
export async function send(exchange: Exchange, answer: Answer): Promise<void> {
  const acceptsGzip = exchange
    .header("accept-encoding")
    .split(",")
    .some((coding) => coding.trim() === "gzip");
  const headers = { ...FIXED_HEADERS, "Content-Type": answer.contentType, ...answer.headers };
  const gzipped = { ...headers, "Content-Encoding": "gzip", Vary: "Accept-Encoding" };
  if (exchange.method === "HEAD") {
    exchange.head(answer.status, headers);
    exchange.end();
    return;
  }
  if (answer.body.length > 1) {
    exchange.head(answer.status, acceptsGzip ? gzipped : headers);
    await sendParts(exchange, answer.body, acceptsGzip);
    return;
  }
  const plain = Buffer.from(answer.body[0] ?? "");
  const zipped = acceptsGzip && plain.length > GZIP_ABOVE_BYTES;
  const bytes = zipped ? await compress(plain, { level: GZIP_LEVEL }) : plain;
  const length = bytes.length <= LENGTH_UP_TO_BYTES ? { "Content-Length": String(bytes.length) } : {};
  exchange.head(answer.status, { ...(zipped ? gzipped : headers), ...length });
  // Node adds a Content-Length to a body that comes with the end, so long ones are written first.
  if (bytes.length > LENGTH_UP_TO_BYTES) exchange.write(bytes);
  exchange.end(bytes.length > LENGTH_UP_TO_BYTES ? undefined : bytes);
}
