import { FormatError } from "../snapshot/format-error.ts";
import type { JsonEvents, RawElements } from "./json-events.ts";
import {
  QUOTE,
  BACKSLASH,
  COMMA,
  SPACE,
  OPEN_ARRAY,
  CLOSE_ARRAY,
  OPEN_OBJECT,
  CLOSE_OBJECT,
  isPlain,
  spaces,
  punctuation,
  afterwards,
} from "./json-grammar.ts";
import type { State } from "./json-grammar.ts";

export interface JsonScanner {
  /**
   * Takes the next bytes, cut anywhere. @throws FormatError, SyntaxError
   * @param isLast no more will come
   * @returns how many bytes it took; the others must come again, with more behind them
   */
  push(chunk: Uint8Array, isLast?: boolean): number;
  /** @throws FormatError if the document is not complete */
  end(): void;
}

/**
 * Reads one JSON object of any size from bytes: it finds the members and the elements of arrays that are members, and
 * leaves each of them to `JSON.parse`. Only the one value that is under way is held, at most `maxValueBytes` of it.
 */
export function jsonScanner(events: JsonEvents, maxValueBytes: number): JsonScanner {
  let state: State = "start";
  let key = "";
  let wanted = true;
  let raw: RawElements | undefined;
  let inValue = false;
  let held: Buffer[] = [];
  let heldBytes = 0;
  // Inside the value that is under way:
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** Where the next `raw.between` of the chunk is; its length, if there is none. */
  let between = -1;

  return {
    push(bytes, isLast = true) {
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let at = 0;
      between = -1;
      while (at < chunk.length) {
        if (inValue) at = continueValue(chunk, at);
        else {
          const next = step(chunk, at, isLast);
          if (next === at && !inValue) return at;
          at = next;
        }
      }
      return at;
    },
    end() {
      if (state !== "done") throw new FormatError("breaks off before its end");
    },
  };

  /** The same index: a value begins there, or (without one) more bytes are needed to go on. */
  function step(chunk: Buffer, at: number, isLast: boolean): number {
    const next = chunk[at] ?? 0;
    if (spaces.has(next)) return at + 1;
    const then = punctuation[state][next];
    if (then !== undefined) {
      if (then === "firstElement") openArray();
      if (next === CLOSE_ARRAY) raw?.end();
      state = then;
      return at + 1;
    }
    const mustBeString = state === "firstKey" || state === "key";
    if (afterwards[state] === undefined || (mustBeString && next !== QUOTE)) {
      throw new FormatError(state === "done" ? "goes on after its end" : `is not JSON (${state})`);
    }
    if (raw !== undefined && (state === "firstElement" || state === "element")) {
      const known = raw.known(chunk.subarray(at));
      if (known > chunk.length - at && !isLast) return at;
      if (known > 0 && known <= chunk.length - at) {
        state = "afterElement";
        return at + known;
      }
    }
    inValue = true;
    return at;
  }

  function openArray(): void {
    events.array(key);
    raw = events.raw?.wants(key) === true ? events.raw : undefined;
    wanted = events.wants(key);
  }

  function continueValue(chunk: Buffer, start: number): number {
    const end = passOver(chunk, start);
    if (!inValue) {
      finishValue(chunk, start, end);
      return end;
    }
    heldBytes += end - start;
    if (heldBytes > maxValueBytes) throw new FormatError(`has a value of more than ${maxValueBytes} bytes`);
    // A copy, because whoever reads may use the same memory for the next chunk.
    held.push(Buffer.from(chunk.subarray(start)));
    return end;
  }

  /** Index behind the value, or behind the chunk if the value goes on; `inValue` says which. */
  function passOver(chunk: Buffer, start: number): number {
    const end = depth === 0 && !inString ? endOfFlat(chunk, start) : -1;
    if (end !== -1) {
      inValue = false;
      return end;
    }
    let at = start;
    while (at < chunk.length) {
      if (inString) {
        at = passOverString(chunk, at);
        if (inString) return at;
        if (depth > 0) continue;
        inValue = false;
        return at;
      }
      const next = chunk[at] ?? 0;
      if (depth > 0 && isPlain[next] === 1) {
        at++;
        continue;
      }
      if (next === QUOTE) inString = true;
      else if (next === OPEN_OBJECT || next === OPEN_ARRAY) depth++;
      else if (next === CLOSE_OBJECT || next === CLOSE_ARRAY) {
        inValue = depth > 1;
        // The bracket around a bare number or word is not part of it.
        if (depth === 0) return at;
        depth--;
        if (!inValue) return at + 1;
      } else if (depth === 0 && (next === COMMA || next <= SPACE)) {
        inValue = false;
        return at;
      }
      at++;
    }
    return at;
  }

  /** Index behind an element that begins here, holds no other object, and is followed by another one; else -1. */
  function endOfFlat(chunk: Buffer, start: number): number {
    if (raw === undefined || (state !== "firstElement" && state !== "element") || held.length > 0) return -1;
    // Looked for once, however many elements come before it.
    if (between < start) between = indexFrom(chunk, raw.between, start);
    // Where no other object begins before, the bracket can close none but this one.
    return between < chunk.length && chunk.indexOf(OPEN_OBJECT, start + 1) === between + 2 ? between + 1 : -1;
  }

  /** Index behind the closing quote, or behind the chunk; `inString` says which. */
  function passOverString(chunk: Buffer, start: number): number {
    let at = start;
    if (escaped) {
      escaped = false;
      at++;
    }
    for (; at < chunk.length; at++) {
      const next = chunk[at];
      if (next === QUOTE) {
        inString = false;
        return at + 1;
      }
      if (next === BACKSLASH && ++at === chunk.length) escaped = true;
    }
    return chunk.length;
  }

  function finishValue(chunk: Buffer, start: number, end: number): void {
    const before = state;
    state = afterwards[before] ?? before;
    const isElement = state === "afterElement";
    if (isElement && raw !== undefined) raw.element(bytesOf(chunk, start, end));
    else if (!isElement || wanted) {
      const value: unknown = JSON.parse(bytesOf(chunk, start, end).toString("utf8"));
      if (isElement) events.element(key, value);
      else if (state === "colon") key = String(value);
      else events.member(key, value);
    }
    held = [];
    heldBytes = 0;
  }

  function bytesOf(chunk: Buffer, start: number, end: number): Buffer {
    const rest = chunk.subarray(start, end);
    return held.length === 0 ? rest : Buffer.concat([...held, rest]);
  }
}

/** The length of `bytes` where it is not found. */
function indexFrom(bytes: Buffer, what: Buffer, start: number): number {
  const found = bytes.indexOf(what, start);
  return found === -1 ? bytes.length : found;
}
