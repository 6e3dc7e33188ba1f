import { compressed } from "./gzip.ts";
import { partsOf } from "./parts.ts";
import type { Parts } from "./parts.ts";

/** A rendered answer that is kept and served many times: all scrapes share its Buffers. */
export interface Body {
  readonly contentType: string;
  readonly identity: Parts;
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

/** A body that is served uncompressed. */
export function bodyOf(contentType: string, content: string | Buffer | Parts, etag?: string): Body {
  return { contentType, identity: partsOf(content), gzip: undefined, etag };
}

/**
 * The body with its gzip form. Compresses off the main thread, piece by piece.
 * @param level zlib's 1 to 9. The default is the best trade for expositions: 4 adds half the time and saves nothing.
 */
export async function withGzip(body: Body, signal: AbortSignal, level = 3): Promise<Body> {
  return { ...body, gzip: await compressed(body.identity, level, signal) };
}
