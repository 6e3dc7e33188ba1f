import { numberText } from "./number-text.ts";

const segmentBytes = 1 << 20;
const numberBytes = 32;
/** Below this, a loop costs less than the call of `copy`. */
const fewBytes = 16;

/** Fills large buffers one after the other, so that a page of any size is neither one string nor one allocation. */
export interface PageWriter {
  text(text: string): void;
  /** Copies `source` from `start` to `end`. */
  bytes(source: Buffer, start: number, end: number): void;
  number(value: number): void;
  /** Takes the full segments out. */
  full(): readonly Buffer[];
  /** Takes out the segment at work too, full or not; what follows shares its buffer. */
  cut(): readonly Buffer[];
}

export function pageWriter(): PageWriter {
  let buffer = Buffer.allocUnsafeSlow(segmentBytes);
  let start = 0;
  let at = 0;
  let done: Buffer[] = [];

  const close = (): void => {
    if (at > start) done.push(buffer.subarray(start, at));
    start = at;
  };
  const reserve = (bytes: number): void => {
    if (at + bytes <= buffer.length) return;
    close();
    buffer = Buffer.allocUnsafeSlow(Math.max(segmentBytes, bytes));
    start = at = 0;
  };
  const take = (): readonly Buffer[] => {
    const taken = done;
    done = [];
    return taken;
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
    full: take,
    cut: () => {
      close();
      return take();
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
