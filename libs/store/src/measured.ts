import { createHash } from "node:crypto";
import { tooLarge } from "./snapshot-faults.ts";

export interface MeasuredBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes that were taken so far. */
  readonly bytes: () => number;
}

export function counted(body: AsyncIterable<Uint8Array>): MeasuredBody {
  let bytes = 0;
  const count = (chunk: Uint8Array): void => {
    bytes += chunk.length;
  };
  return { chunks: tapped(body, count), bytes: () => bytes };
}

/** The body, up to a limit that readers have too. @throws AppError SNAPSHOT_TOO_LARGE */
export function atMost(
  maxBytes: number,
  body: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<Uint8Array, void, void> {
  let bytes = 0;
  return tapped(body, (chunk) => {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(location, `would have more than ${maxBytes} bytes`);
  });
}

/** The body, and a digest of what was taken of it; ask for that once, at the end. */
export function digested(body: AsyncIterable<Uint8Array>): {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly digest: () => string;
} {
  const hash = createHash("sha256");
  return { chunks: tapped(body, (chunk) => void hash.update(chunk)), digest: () => hash.digest("base64") };
}

async function* tapped(
  body: AsyncIterable<Uint8Array>,
  look: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of body) {
    look(chunk);
    yield chunk;
  }
}
