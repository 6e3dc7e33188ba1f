import type { Pieces } from "./snapshot-object.ts";

const GATHERED_BYTES = 64 * 1024;
/** What Linux takes in one call (IOV_MAX). */
const MOST_PIECES = 1024;

/** Takes a piece; gives those that are a list together, else nothing. */
interface Batch {
  readonly take: (piece: Uint8Array) => readonly Uint8Array[] | undefined;
  readonly rest: () => readonly Uint8Array[];
}

function batch(leastBytes: number): Batch {
  let some: Uint8Array[] = [];
  let bytes = 0;
  const rest = (): readonly Uint8Array[] => {
    const all = some;
    some = [];
    bytes = 0;
    return all;
  };
  return {
    rest,
    take(piece) {
      some.push(piece);
      bytes += piece.length;
      return bytes < leastBytes && some.length < MOST_PIECES ? undefined : rest();
    },
  };
}

/**
 * Lists of consecutive pieces that have, but for the last one, at least `leastBytes` together, or are 1,024. Nothing is
 * copied. A snapshot has twenty thousand pieces, so that those that are there are not awaited one by one.
 */
export async function* batched(
  pieces: Pieces,
  leastBytes = GATHERED_BYTES,
): AsyncGenerator<readonly Uint8Array[], void, void> {
  const { take, rest } = batch(leastBytes);
  if (Symbol.iterator in pieces) {
    for (const piece of pieces) {
      const some = take(piece);
      if (some !== undefined) yield some;
    }
  } else {
    for await (const piece of pieces) {
      const some = take(piece);
      if (some !== undefined) yield some;
    }
  }
  const last = rest();
  if (last.length > 0) yield last;
}

/** Small pieces joined: each one alone is a turn of zlib's threads, or a packet. */
export async function* gathered(pieces: Iterable<Uint8Array>): AsyncGenerator<Buffer, void, void> {
  for await (const some of batched(pieces)) yield Buffer.concat(some);
}
