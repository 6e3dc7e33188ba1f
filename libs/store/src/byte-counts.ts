import { tooLarge } from "./snapshot-faults.ts";

export interface CountedBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Bytes that were taken so far. */
  readonly bytes: () => number;
}

export function counted(body: AsyncIterable<Uint8Array>): CountedBody {
  let bytes = 0;
  async function* count(): AsyncGenerator<Uint8Array, void, void> {
    for await (const chunk of body) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  return { chunks: count(), bytes: () => bytes };
}

/** The body, up to a limit that readers have too. @throws AppError SNAPSHOT_TOO_LARGE */
export async function* atMost(
  maxBytes: number,
  body: AsyncIterable<Uint8Array>,
  location: string,
): AsyncGenerator<Uint8Array, void, void> {
  const { chunks, bytes } = counted(body);
  for await (const chunk of chunks) {
    if (bytes() > maxBytes) throw tooLarge(location, `would have more than ${maxBytes} bytes`);
    yield chunk;
  }
}
