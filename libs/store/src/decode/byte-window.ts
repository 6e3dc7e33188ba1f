/** Bytes that arrive in pieces and are taken in larger ones, through one and the same memory. */
export interface ByteWindow {
  append(bytes: Uint8Array): void;
  /** What has arrived and was not dropped. Good until the next call of `append` or `drop`. */
  held(): Buffer;
  /** Forgets the first bytes. */
  drop(bytes: number): void;
}

export function byteWindow(usualBytes: number): ByteWindow {
  let memory = Buffer.allocUnsafeSlow(usualBytes);
  let end = 0;
  return {
    append(bytes) {
      if (end + bytes.length > memory.length) {
        const larger = Buffer.allocUnsafeSlow(2 * (end + bytes.length));
        memory.copy(larger, 0, 0, end);
        memory = larger;
      }
      memory.set(bytes, end);
      end += bytes.length;
    },
    held: () => memory.subarray(0, end),
    drop(bytes) {
      memory.copyWithin(0, bytes, end);
      end -= bytes;
    },
  };
}
