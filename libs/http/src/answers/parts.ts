/** Bytes in pieces, which are written one after the other. Pieces spare a copy of a large page into one Buffer. */
export type Parts = readonly Buffer[];

export function partsOf(content: string | Buffer | Parts): Parts {
  if (typeof content === "string") return [Buffer.from(content)];
  return Buffer.isBuffer(content) ? [content] : content;
}

export const isParts = (content: Parts | AsyncIterable<Buffer>): content is Parts => Array.isArray(content);

/** Length in bytes. */
export const byteLength = (parts: Parts): number => parts.reduce((bytes, part) => bytes + part.byteLength, 0);

/** The bytes from `start` to `end` (exclusive), without copying any. */
export function sliceOf(parts: Parts, start: number, end: number): Parts {
  let offset = 0;
  return parts.map((part) => {
    const slice = part.subarray(Math.max(0, start - offset), Math.max(0, end - offset));
    offset += part.byteLength;
    return slice;
  });
}
