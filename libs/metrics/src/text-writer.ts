import { numberText } from "./number-text.ts";

const firstBytes = 1 << 18;
const numberBytes = 32;
/** Below this, a loop costs less than the call of `copy`. */
const fewBytes = 16;

/** Writes text as UTF-8 into a buffer of its own, again and again into the same one. */
export interface TextWriter {
  text(text: string): void;
  /** Copies `source` from `start` to `end`. */
  bytes(source: Buffer, start: number, end: number): void;
  number(value: number): void;
  /** What was written since the last call. It is good until the next text is written. */
  take(): Buffer;
}

export function textWriter(): TextWriter {
  let buffer = Buffer.allocUnsafeSlow(firstBytes);
  let at = 0;

  const reserve = (bytes: number): void => {
    if (at + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, at + bytes));
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
  };
  const text = (value: string): void => {
    // Three bytes are the most that one UTF-16 code unit becomes.
    reserve(value.length * 3);
    at += buffer.write(value, at);
  };

  return {
    text,
    bytes: (source, start, end) => {
      reserve(end - start);
      if (end - start > fewBytes) source.copy(buffer, at, start, end);
      else for (let index = start; index < end; index++) buffer[at + index - start] = source[index] ?? 0;
      at += end - start;
    },
    number: (value) => {
      if (!Number.isInteger(value) || value < 0 || value > Number.MAX_SAFE_INTEGER) return text(numberText(value));
      reserve(numberBytes);
      at = writeInteger(buffer, at, value);
    },
    take: () => {
      const taken = buffer.subarray(0, at);
      at = 0;
      return taken;
    },
  };
}

/** Digits from the last to the first; `String(value)` for each sample would cost most of a page's time. */
function writeInteger(buffer: Buffer, at: number, value: number): number {
  let length = 1;
  for (let limit = 10; value >= limit; limit *= 10) length++;
  let rest = value;
  for (let index = at + length - 1; index >= at; index--) {
    const next = Math.floor(rest / 10);
    buffer[index] = 48 + (rest - next * 10);
    rest = next;
  }
  return at + length;
}
