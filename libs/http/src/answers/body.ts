import { compressed, inflated } from "./gzip.ts";
import { byteLength, partsOf } from "./parts.ts";
import type { Parts } from "./parts.ts";

/** A rendered answer that is kept and served many times: all scrapes share its Buffers. */
export interface Body {
  readonly contentType: string;
  /** Length of the identity form. */
  readonly bytes: number;
  /** The bytes as they are: kept ones, or a stream of them where only the gzip form is kept. */
  readonly identity: () => Parts | AsyncIterable<Buffer>;
  /** The same bytes as one gzip member; undefined where compressing is not worth it. */
  readonly gzip: Parts | undefined;
  /**
   * Names the content, without quotes; undefined where it differs with every answer.
   * Served as a weak tag, since identity and gzip share it.
   */
  readonly etag: string | undefined;
}

/** The metrics page in both formats that are negotiated. */
export interface MetricsPages {
  readonly text: Body;
  readonly openmetrics: Body;
}

/** All that is rendered from one snapshot: handlers take one reference, so that an answer is never half old. */
export interface Pages {
  readonly metrics: MetricsPages;
  readonly bookkeeping: Body;
}

/** A body that is kept and served uncompressed. */
export function bodyOf(contentType: string, content: string | Buffer | Parts, etag?: string): Body {
  const parts = partsOf(content);
  return { contentType, bytes: byteLength(parts), identity: () => parts, gzip: undefined, etag };
}

/**
 * The body with its gzip form. Compresses off the main thread, piece by piece.
 * @param level zlib's 1 to 9. The default is the best trade for expositions: 4 adds half the time and saves nothing.
 */
export async function withGzip(body: Body, signal: AbortSignal, level = 3): Promise<Body> {
  return { ...body, gzip: await compressed(body.identity(), level, signal) };
}

/** Up to this size the bytes that a client without gzip was sent are kept for the next one. */
const KEPT_IDENTITY_BYTES = 64 * 1024 * 1024;

/**
 * A body of which only the gzip form is kept: an exposition is some twenty times as large without, and all scrapers
 * take gzip. Who does not gets it inflated on the fly.
 * @param bytes length of the content
 */
export function gzippedBody(contentType: string, gzip: Parts, bytes: number, etag: string | undefined): Body {
  let kept: Parts | undefined;
  async function* inflating(): AsyncGenerator<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of inflated(gzip)) {
      if (bytes <= KEPT_IDENTITY_BYTES) pieces.push(piece);
      yield piece;
    }
    if (bytes <= KEPT_IDENTITY_BYTES) kept = pieces;
  }
  return { contentType, bytes, identity: () => kept ?? inflating(), gzip, etag };
}
