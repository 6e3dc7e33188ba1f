import { crc32 } from "node:zlib";
import { concatenated } from "./concatenated.ts";
import { crc32Combine } from "./crc32-combine.ts";
import { deflated } from "./deflate.ts";

/**
 * A piece of a gzip member, compressed on its own: kept as long as its content stays, and joined with others.
 *
 * Joining whole members would be legal, but curl --compressed and DecompressionStream read only the first of them.
 * Deflate blocks that end with a flush may be followed by any other, and back references never reach before the
 * start of the stream they were made for, so only the trailer (RFC 1952: CRC-32 and length) has to be made anew.
 */
export interface GzipSegment {
  readonly deflated: Buffer;
  /** CRC-32 of the content. */
  readonly crc: number;
  /** Length of the content. */
  readonly bytes: number;
}

export const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
/** An empty block that is marked as the last one. */
const lastBlock = Buffer.from([3, 0]);

/** @param level zlib's 1 to 9. The default is the best trade for expositions: 4 adds half the time and saves nothing. */
export const gzipSegment = (content: Buffer, level = 3): GzipSegment => ({
  deflated: deflated(content, level),
  crc: crc32(content),
  bytes: content.byteLength,
});

/** The segments as one, in memory of its own. */
export const joinSegments = (segments: readonly GzipSegment[]): GzipSegment => ({
  deflated: concatenated(segments.map(({ deflated }) => deflated)),
  crc: joinedCrc(segments),
  bytes: contentBytes(segments),
});

/** One gzip member with the content of all segments. */
export const gzipMember = (segments: readonly GzipSegment[]): readonly Buffer[] => [
  gzipHeader,
  ...segments.map(({ deflated }) => deflated),
  Buffer.concat([lastBlock, gzipTrailer(joinedCrc(segments), contentBytes(segments))]),
];

/** RFC 1952: CRC-32 and length modulo 2³². */
export function gzipTrailer(crc: number, bytes: number): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc, 0);
  trailer.writeUInt32LE(bytes % 2 ** 32, 4);
  return trailer;
}

export const joinedCrc = (segments: readonly Pick<GzipSegment, "crc" | "bytes">[]): number =>
  segments.reduce((crc, next) => crc32Combine(crc, next.crc, next.bytes), 0);

const contentBytes = (segments: readonly GzipSegment[]): number =>
  segments.reduce((bytes, segment) => bytes + segment.bytes, 0);
