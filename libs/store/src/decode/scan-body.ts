import { AppError } from "@xp-tracker/runtime";
import { breather } from "../snapshot/breather.ts";
import { byteWindow } from "./byte-window.ts";
import { decompressed } from "./decompress.ts";
import { FormatError } from "../snapshot/format-error.ts";
import { jsonScanner } from "./json-scanner.ts";
import type { JsonEvents } from "./json-events.ts";
import { corrupt, tooLarge } from "../snapshot/snapshot-faults.ts";

export const DEFAULT_MAX_BYTES = 2 ** 30;
// An object of Kubernetes has at most about 1.5 MiB, and only a small part of it comes into a row.
const MAX_VALUE_BYTES = 4 * 2 ** 20;
const SLICE_BYTES = 64 * 1024;
const RAW_SLICE_BYTES = 1024 * 1024;

export interface ScanOptions {
  /** Where the bytes come from, for messages. */
  readonly location?: string;
  /** Limit after decompression; 1 GiB by default. */
  readonly maxBytes?: number;
}

/**
 * Feeds a body, decompressed where need be, to a scanner, and lets the event loop run in between.
 * @throws AppError SNAPSHOT_CORRUPT, SNAPSHOT_TOO_LARGE; what `body` and `events` throw
 */
export async function scanBody(
  body: AsyncIterable<Uint8Array>,
  events: JsonEvents,
  { location = "the snapshot", maxBytes = DEFAULT_MAX_BYTES }: ScanOptions,
  signal: AbortSignal,
): Promise<void> {
  const breathe = breather();
  const scanner = jsonScanner(events, MAX_VALUE_BYTES);
  // What was scanned before is passed over a few hundred rows at a time, which must lie in one piece.
  const lookAhead = events.raw === undefined ? 1 : RAW_SLICE_BYTES;
  let bytes = 0;
  const window = byteWindow(lookAhead + SLICE_BYTES);
  try {
    for await (const chunk of decompressed(body)) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(location, `has more than ${maxBytes} bytes`);
      for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
        window.append(chunk.subarray(start, start + SLICE_BYTES));
        if (window.held().length < lookAhead) continue;
        window.drop(scanner.push(window.held(), false));
        await breathe();
        signal.throwIfAborted();
      }
    }
    scanner.push(window.held(), true);
    scanner.end();
  } catch (error) {
    throw asFault(location, error);
  }
}

function asFault(location: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof FormatError) return corrupt(location, error.message, error.cause);
  return error instanceof SyntaxError ? corrupt(location, "is not JSON", error) : error;
}
