import { createHash } from "node:crypto";
import type { Pieces } from "./snapshot-object.ts";

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

/** The body, and a digest of what was taken of it; ask for that once, at the end. */
export function digested(body: Pieces): {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly digest: () => string;
} {
  const hash = createHash("sha256");
  return { chunks: tapped(body, (chunk) => void hash.update(chunk)), digest: () => hash.digest("base64") };
}

async function* tapped(body: Pieces, look: (chunk: Uint8Array) => void): AsyncGenerator<Uint8Array, void, void> {
  for await (const chunk of body) {
    look(chunk);
    yield chunk;
  }
}
