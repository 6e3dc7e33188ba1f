const LINE_FEED = 0x0a;

export interface Lines {
  /** The lines that `chunk` completes; what follows the last line feed is kept for the next chunk. */
  take(chunk: Buffer): readonly Buffer[];
  /** Bytes of the line that is not complete yet. */
  pendingBytes(): number;
}

/**
 * Splits a byte stream at line feeds alone. Works on bytes, so that neither a character cut in two nor U+2028, which
 * other splitters take for a line's end, does harm.
 */
export function lines(): Lines {
  let parts: Buffer[] = [];
  let pending = 0;

  return {
    take(chunk) {
      const complete: Buffer[] = [];
      let start = 0;
      for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
        const piece = chunk.subarray(start, end);
        complete.push(pending === 0 ? piece : Buffer.concat([...parts, piece]));
        parts = [];
        pending = 0;
        start = end + 1;
      }
      const rest = start === 0 ? chunk : chunk.subarray(start);
      if (rest.length > 0) {
        parts.push(rest);
        pending += rest.length;
      }
      return complete.filter((line) => line.length > 0);
    },
    pendingBytes: () => pending,
  };
}
