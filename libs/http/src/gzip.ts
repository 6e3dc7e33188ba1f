import { pipeline } from "node:stream/promises";
import { constants, crc32, createGzip, deflateRawSync } from "node:zlib";
import { crc32Combine } from "./crc32-combine.ts";
import { byteLength, sliceOf } from "./parts.ts";
import type { Parts } from "./parts.ts";

const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const TRAILER_BYTES = 8;
const CHUNK_BYTES = 256 * 1024;

/** One gzip member of all `parts`. The work is done on zlib's threads. */
export async function compressed(parts: Parts, level: number, signal: AbortSignal): Promise<Parts> {
  const pieces: Buffer[] = [];
  const collect = async (output: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of output) pieces.push(piece);
  };
  await pipeline(parts, createGzip({ level, chunkSize: CHUNK_BYTES }), collect, { signal });
  return pieces;
}

/**
 * `head` and the content of `gzip` as one gzip member, at the cost of compressing `head` alone.
 *
 * Joining two members would be legal, but curl --compressed and DecompressionStream read only the first of them.
 * Deflate blocks that end with a sync flush may be followed by any other, and back references never reach before the
 * start of the stream they were made for, so only the trailer (RFC 1952: CRC-32 and length) has to be made anew.
 * @param gzip one member with a header of ten bytes, as zlib writes it
 * @param contentBytes length of its content, which its trailer tells only modulo 2³²
 */
export function gzipWithHead(head: Buffer, gzip: Parts, contentBytes: number): Parts {
  const deflatedEnd = byteLength(gzip) - TRAILER_BYTES;
  const contentCrc = Buffer.concat(sliceOf(gzip, deflatedEnd, Infinity)).readUInt32LE(0);
  const trailer = Buffer.alloc(TRAILER_BYTES);
  trailer.writeUInt32LE(crc32Combine(crc32(head), contentCrc, contentBytes), 0);
  trailer.writeUInt32LE((head.byteLength + contentBytes) % 2 ** 32, 4);
  const deflated = deflateRawSync(head, { finishFlush: constants.Z_SYNC_FLUSH });
  return [HEADER, deflated, ...sliceOf(gzip, HEADER.byteLength, deflatedEnd), trailer];
}
