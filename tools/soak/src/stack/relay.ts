import { connect } from "node:net";
import type { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** What a link does to the bytes that pass. */
export interface Line {
  /**
   * `open` passes them; `cut` resets each connection; `frozen` keeps all open and passes nothing; `slow` drips; `half`
   * cuts each connection in the middle of an answer; `unavailable` answers each request with HTTP 503 by itself.
   */
  mode: "open" | "cut" | "frozen" | "slow" | "half" | "unavailable";
  /** Resolved at the next change of mode. */
  changed: PromiseWithResolvers<void>;
}

const REFUSAL = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const SLOW_BYTES_A_SECOND = 100_000;
const HALF_BYTES = 2_000;

/** Passes one connection on until it ends, however it ends. */
export async function relay(client: Socket, port: number, line: Line): Promise<void> {
  client.setNoDelay(true).on("error", () => undefined);
  await thawed(line);
  if (line.mode === "cut") return void client.resetAndDestroy();
  if (line.mode === "unavailable") return void client.once("data", () => client.end(REFUSAL));
  const upstream = connect(port, "127.0.0.1").setNoDelay(true);
  upstream.on("error", () => client.resetAndDestroy());
  client.once("close", () => upstream.destroy());
  const ways = [
    pipeline(client, (chunks: AsyncIterable<Buffer>) => passed(chunks, line, Infinity), upstream),
    pipeline(upstream, (chunks: AsyncIterable<Buffer>) => passed(chunks, line, HALF_BYTES), client),
  ];
  await Promise.allSettled(ways);
  client.destroy();
}

async function thawed(line: Line): Promise<void> {
  while (line.mode === "frozen") await line.changed.promise;
}

async function* passed(chunks: AsyncIterable<Buffer>, line: Line, halfBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    if (line.mode === "slow") await sleep((1_000 * chunk.length) / SLOW_BYTES_A_SECOND);
    await thawed(line);
    bytes += chunk.length;
    if (line.mode === "half" && bytes > halfBytes) throw new Error("cut in the middle of an answer");
    yield chunk;
  }
}
