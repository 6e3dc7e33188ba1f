import { Readable, pipeline } from "node:stream";
import type { Transform } from "node:stream";
import { constants, createInflateRaw, createZstdCompress } from "node:zlib";
import { gzipMember } from "@xp-tracker/runtime";
import type { GzipSegment, SnapshotCompression } from "@xp-tracker/runtime";
import { gathered } from "../object/gathered.ts";
import type { Pieces } from "../object/snapshot-object.ts";

/**
 * The bytes of a snapshot whose text is in `segments`. Gzip is these pieces as they are, and costs next to nothing; the others
 * are made of the text, on zlib's threads. Zstandard is one frame: of several many programs, Node.js among them, read the first.
 */
export const compressedBody: Readonly<Record<SnapshotCompression, (segments: readonly GzipSegment[]) => Pieces>> = {
  none: (segments) => inflated(segments),
  gzip: gzipMember,
  zstd: (segments) => through(inflated(segments), createZstdCompress({ params: zstdParams, chunkSize: CHUNK_BYTES })),
};

const CHUNK_BYTES = 256 * 1024;
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
