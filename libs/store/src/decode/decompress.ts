import { Readable, pipeline } from "node:stream";
import type { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { FormatError } from "../snapshot/format-error.ts";

interface Format {
  readonly magic: readonly number[];
  readonly contentType: string;
  readonly decompressor: () => Transform;
}

/**
 * Each piece is a trip to a thread and back, which starts the next one only when this thread has time for it. Pieces must
 * keep the other thread at work as long as this one reads what it made.
 */
const inLargePieces = { chunkSize: 2 ** 19, highWaterMark: 2 ** 19 };

const formats: readonly Format[] = [
  { magic: [0x1f, 0x8b], contentType: "application/gzip", decompressor: () => createGunzip(inLargePieces) },
  {
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    contentType: "application/zstd",
    decompressor: () => createZstdDecompress(inLargePieces),
  },
];
const LONGEST_MAGIC = 4;

/**
 * What an object is that begins with these bytes. Compression is said here and not as a content encoding, which clients
 * take as a word to undo it on the way.
 */
export const contentTypeOf = (head: Uint8Array = Buffer.alloc(0)): string =>
  formatOf(head)?.contentType ?? "application/json";

const formatOf = (head: Uint8Array): Format | undefined =>
  formats.find(({ magic }) => magic.every((value, index) => head[index] === value));

/** The bytes themselves, or what they are after gunzip or unzstd if they begin as such. @throws FormatError when these fail */
export async function* decompressed(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  const chunks = body[Symbol.asyncIterator]();
  const head = await firstBytes(chunks);
  const whole = joined(head, chunks);
  const format = formatOf(head);
  if (format === undefined) {
    yield* whole;
    return;
  }
  const output = format.decompressor();
  pipeline(Readable.from(whole, { objectMode: false }), output, () => undefined);
  try {
    yield* output as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw isZlibError(error) ? new FormatError("cannot be decompressed", { cause: error }) : error;
  }
}

async function firstBytes(chunks: AsyncIterator<Uint8Array>): Promise<Buffer> {
  let head = Buffer.alloc(0);
  while (head.length < LONGEST_MAGIC) {
    const next = await chunks.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return head;
}

async function* joined(head: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      const next = await rest.next();
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Closes the file or connection also when the reader stops early.
    await rest.return?.();
  }
}

const isZlibError = (error: unknown): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && /^(Z_|ZSTD_)/.test(error.code);
