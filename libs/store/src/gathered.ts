import type { Pieces } from "./snapshot-object.ts";

const GATHERED_BYTES = 64 * 1024;
/** What Linux takes in one call (IOV_MAX). */
const MOST_PIECES = 1024;

/** Lists of consecutive pieces that have, but for the last one, at least 64 KiB together, or are 1,024. Nothing is copied. */
export async function* batched(
  pieces: Pieces,
  leastBytes = GATHERED_BYTES,
): AsyncGenerator<readonly Uint8Array[], void, void> {
  let some: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    some.push(piece);
    bytes += piece.length;
    if (bytes < leastBytes && some.length < MOST_PIECES) continue;
    yield some;
    some = [];
    bytes = 0;
  }
  if (some.length > 0) yield some;
}

/** Small pieces joined: each one alone is a turn of zlib's threads, or a packet. */
export async function* gathered(pieces: Iterable<Uint8Array>): AsyncGenerator<Buffer, void, void> {
  for await (const some of batched(pieces)) yield Buffer.concat(some);
}
