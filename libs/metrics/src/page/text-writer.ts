import { escapeLabel } from "./escape-label.ts";
import { numberText } from "./number-text.ts";

const firstBytes = 1 << 18;
const numberBytes = 32;

/** Writes text as UTF-8 into a buffer of its own, again and again into the same one. */
export interface TextWriter {
  /** How many bytes stand in it, which is where the next one comes to stand. */
  length(): number;
  text(text: string): void;
  /** The value of a label, escaped. */
  labelValue(value: string): void;
  /** A JSON string without its quotes. */
  jsonText(value: string): void;
  bytes(bytes: Uint8Array): void;
  /** What stands from `start` to `end` once more. */
  again(start: number, end: number): void;
  number(value: number): void;
  /** Takes out what stands behind `start`. It is good until the next text is written. */
  take(start?: number): Buffer;
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
  /**
   * Most values are short and plain: writing them in a loop costs less than looking for what is to be escaped.
   * @returns whether it was written: nothing in it has to be escaped, here or there
   */
  const plain = (value: string): boolean => {
    reserve(value.length);
    const target = buffer;
    const start = at;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code > LAST_ASCII || code < SPACE || code === BACKSLASH || code === QUOTE) return false;
      target[start + index] = code;
    }
    at += value.length;
    return true;
  };

  return {
    length: () => at,
    text,
    labelValue: (value) => plain(value) || text(escapeLabel(value)),
    jsonText: (value) => plain(value) || text(JSON.stringify(value).slice(1, -1)),
    // Not `copy`, which costs three times as much: this is what a page's time is spent on.
    bytes: (bytes) => {
      reserve(bytes.length);
      buffer.set(bytes, at);
      at += bytes.length;
    },
    again: (start, end) => {
      reserve(end - start);
      buffer.copyWithin(at, start, end);
      at += end - start;
    },
    number: (value) => {
      if (!Number.isInteger(value) || value < 0 || value > Number.MAX_SAFE_INTEGER) return text(numberText(value));
      reserve(numberBytes);
      at = writeInteger(buffer, at, value);
    },
    take: (start = 0) => {
      const taken = buffer.subarray(start, at);
      at = start;
      return taken;
    },
  };
}

const LAST_ASCII = 0x7f;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;
const SPACE = 0x20;
const ZERO = 0x30;

/** Digits from the last to the first, by twos; `String(value)` for each sample would cost most of a page's time. */
function writeInteger(buffer: Buffer, at: number, value: number): number {
  let length = 1;
  for (let limit = 10; value >= limit; limit *= 10) length++;
  let rest = value;
  let index = at + length;
  while (rest >= 10) {
    const next = Math.floor(rest / 100);
    const two = rest - next * 100;
    buffer[--index] = ones[two] ?? 0;
    buffer[--index] = tens[two] ?? 0;
    rest = next;
  }
  if (index > at) buffer[at] = ZERO + rest;
  return at + length;
}

const tens = Uint8Array.from({ length: 100 }, (_, two) => ZERO + Math.floor(two / 10));
const ones = Uint8Array.from({ length: 100 }, (_, two) => ZERO + (two % 10));
