import { Readable, pipeline } from "node:stream";
import type { Transform } from "node:stream";
import { constants, createInflateRaw, createZstdCompress } from "node:zlib";
import { gzipMember } from "@xp-tracker/runtime";
import type { GzipSegment, SnapshotCompression } from "@xp-tracker/runtime";

/**
 * The bytes of a snapshot whose text is in `segments`. Gzip is joined of them and costs next to nothing; the others are
 * made of the text, on zlib's threads. Zstandard is one frame: of several many programs, Node.js among them, read the first.
 */
export const compressedBody: Readonly<
  Record<SnapshotCompression, (segments: readonly GzipSegment[]) => AsyncIterable<Buffer>>
> = {
  none: (segments) => inflated(segments),
  gzip: (segments) => gathered(gzipMember(segments)),
  zstd: (segments) => through(inflated(segments), createZstdCompress({ params: zstdParams, chunkSize: CHUNK_BYTES })),
};

const CHUNK_BYTES = 256 * 1024;
const GATHERED_BYTES = 64 * 1024;
const zstdParams = { [constants.ZSTD_c_compressionLevel]: 1 };

const inflated = (segments: readonly GzipSegment[]): AsyncIterable<Buffer> =>
  through(
    gathered(segments.map(({ deflated }) => deflated)),
    createInflateRaw({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH }),
  );

async function* through(input: AsyncIterable<Buffer>, transform: Transform): AsyncGenerator<Buffer, void, void> {
  pipeline(Readable.from(input, { objectMode: false }), transform, () => undefined);
  yield* transform as AsyncIterable<Buffer>;
}

/** Small pieces joined: each one alone is a turn of zlib's threads, or a packet. */
async function* gathered(pieces: Iterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  let some: Buffer[] = [];
  let bytes = 0;
  for (const piece of pieces) {
    some.push(piece);
    bytes += piece.length;
    if (bytes < GATHERED_BYTES) continue;
    yield Buffer.concat(some);
    some = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(some);
}
