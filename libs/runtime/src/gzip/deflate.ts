import { constants } from "node:zlib";
import { DeflateRaw, InflateRaw } from "minizlib";
import { concatenated } from "./concatenated.ts";

type Transform = (input: Buffer) => readonly Buffer[];

/** Most of what is compressed or unpacked here fits into one buffer of this size. */
const OUTPUT_BYTES = 64 * 1024;
/** What a flush appends: a block that stores nothing. */
const nothing = Buffer.from([0, 0, 0, 0xff, 0xff]);
const deflates = new Map<number, Transform>();
let inflate: Transform | undefined;

/**
 * Content as deflate blocks (RFC 1951) that refer to nothing before them and end at a full byte, none of them marked as
 * the last one, in memory of their own. The same bytes for the same content, whatever was compressed before.
 *
 * Each level has one stream for the life of the thread. Node's own `deflateRawSync` makes one for each call, which no
 * collection of young objects ever removes: with its buffers it stays until the whole heap is gone through, which
 * thousands of small pieces in each cycle bring about every few seconds.
 * @param level zlib's 1 to 9
 */
export function deflated(content: Buffer, level: number): Buffer {
  // A stream that was flushed has nothing to say to a second flush.
  if (content.byteLength === 0) return concatenated([nothing]);
  let deflate = deflates.get(level);
  if (deflate === undefined) {
    const options = { level, chunkSize: OUTPUT_BYTES, flush: constants.Z_FULL_FLUSH };
    deflate = piecesOf(new DeflateRaw(options));
    deflates.set(level, deflate);
  }
  return concatenated(deflate(content));
}

/** What {@link deflated} was given. Of this process only: bytes from elsewhere could break the stream for all. */
export function inflated(blocks: Buffer): Buffer {
  if (inflate === undefined) {
    const options = { chunkSize: OUTPUT_BYTES, flush: constants.Z_SYNC_FLUSH };
    inflate = piecesOf(new InflateRaw(options));
  }
  const pieces = inflate(blocks);
  const [first] = pieces;
  return first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces);
}

function piecesOf(stream: DeflateRaw | InflateRaw): Transform {
  let pieces: Buffer[] = [];
  stream.on("data", (piece) => void pieces.push(piece));
  return (input) => {
    pieces = [];
    stream.write(input);
    return pieces;
  };
}
