import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { gzipHeader, gzipSegment, gzipTrailer, joinedCrc } from "@xp-tracker/runtime";
import { byteLength, sliceOf } from "./parts.ts";
import type { Parts } from "./parts.ts";

const TRAILER_BYTES = 8;
const CHUNK_BYTES = 256 * 1024;

/** One gzip member of all `content`. The work is done on zlib's threads. */
export async function compressed(
  content: Parts | AsyncIterable<Buffer>,
  level: number,
  signal: AbortSignal,
): Promise<Parts> {
  const pieces: Buffer[] = [];
  const collect = async (output: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of output) pieces.push(piece);
  };
  await pipeline(content, createGzip({ level, chunkSize: CHUNK_BYTES }), collect, { signal });
  return pieces;
}

/** The content of a gzip member, as a stream. The work is done on zlib's threads. */
export const inflated = (gzip: Parts): AsyncIterable<Buffer> =>
  Readable.from(gzip).pipe(createGunzip({ chunkSize: CHUNK_BYTES }));

/**
 * `head` and the content of `gzip` as one gzip member, at the cost of compressing `head` alone.
 * @param gzip one member with a header of ten bytes, as zlib writes it
 * @param contentBytes length of its content, which its trailer tells only modulo 2³²
 */
export function gzipWithHead(head: Buffer, gzip: Parts, contentBytes: number): Parts {
  const deflatedEnd = byteLength(gzip) - TRAILER_BYTES;
  const crc = Buffer.concat(sliceOf(gzip, deflatedEnd, Infinity)).readUInt32LE(0);
  const segment = gzipSegment(head);
  const trailer = gzipTrailer(joinedCrc([segment, { crc, bytes: contentBytes }]), segment.bytes + contentBytes);
  return [gzipHeader, segment.deflated, ...sliceOf(gzip, gzipHeader.byteLength, deflatedEnd), trailer];
}
