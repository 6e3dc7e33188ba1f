import type { Readable } from "node:stream";
import { KubeApiError } from "../api-error.ts";
import type { KubeClient } from "../kube-client.ts";
import { lines } from "./lines.ts";
import { parseWatchEvent, type WatchEvent } from "./watch-event.ts";
import type { WatchTiming } from "./watch-timing.ts";

export interface WatchStream {
  readonly path: string;
  /** The resourceVersion after which events are asked for. */
  readonly from: number;
  readonly timing: Pick<WatchTiming, "lifeMs" | "marginMs">;
  /** The server has accepted the watch. */
  readonly onOpen: () => void;
  /** Every event, in order, but errors. */
  readonly onEvent: (event: Exclude<WatchEvent, { readonly type: "ERROR" }>) => void;
}

/** No object is larger than 3 MiB, the API server's own limit of a request; etcd's is half of that. */
const MAX_LINE_BYTES = 16 * 2 ** 20;

/**
 * Watches until the server ends the stream, for whatever reason: an end proves nothing, and the next watch goes on from
 * the last event. Resolves with whether it ended before its time.
 * @throws KubeApiError when the watch is refused, says an error, or is silent; and the signal's reason
 */
export async function readWatch(
  client: KubeClient,
  { path, from, timing, onOpen, onEvent }: WatchStream,
  signal: AbortSignal,
): Promise<{ readonly early: boolean }> {
  const what = `WATCH ${path}`;
  const [least, most] = timing.lifeMs;
  const timeoutSeconds = Math.ceil((least + Math.random() * (most - least)) / 1_000);
  const query = { watch: 1, allowWatchBookmarks: "true", resourceVersion: from, timeoutSeconds };
  const body = await client.stream(path, query, signal);
  const openedAt = performance.now();
  const lifeMs = timeoutSeconds * 1_000;
  const silent = new KubeApiError(`${what}: the connection is silent`, { errorClass: "timeout" });
  const release = destroyedBy(body, { afterMs: lifeMs + timing.marginMs, reason: silent }, signal);
  try {
    onOpen();
    const split = lines();
    const take = (chunk: Buffer): void => {
      for (const line of split.take(chunk)) {
        const event = parseWatchEvent(what, line);
        if (event?.type === "ERROR") throw event.error;
        if (event !== undefined) onEvent(event);
      }
      if (split.pendingBytes() > MAX_LINE_BYTES) throw tooLong(what);
    };
    await untilBroken(body, take, silent);
  } finally {
    release();
  }
  signal.throwIfAborted();
  return { early: performance.now() - openedAt < lifeMs - EARLY_MS };
}

/** Servers end a watch on the second. */
const EARLY_MS = 1_000;

const tooLong = (what: string): KubeApiError =>
  new KubeApiError(`${what}: an event is larger than ${MAX_LINE_BYTES} bytes`, { errorClass: "malformed" });

/**
 * Resolves when the stream ends or breaks, which is the same to a watch; rejects with `fatal` alone, and with what `take`
 * throws. Each event mostly comes in a chunk of its own, and by an iterator takes half as long again.
 */
async function untilBroken(body: Readable, take: (chunk: Buffer) => void, fatal: Error): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onData = (chunk: Buffer): void => {
    try {
      take(chunk);
    } catch (error) {
      // What follows is not taken, also where it is here already.
      body.off("data", onData).destroy();
      reject(error);
    }
  };
  body.on("data", onData);
  body.on("error", (error) => (error === fatal ? reject(error) : resolve()));
  body.on("close", resolve);
  await promise;
}

/** Destroys the body when the signal aborts, or with a reason after a time. The result takes that back and ends it. */
function destroyedBy(
  body: Readable,
  { afterMs, reason }: { readonly afterMs: number; readonly reason: Error },
  signal: AbortSignal,
): () => void {
  const destroy = (): void => void body.destroy();
  const timer = setTimeout(() => body.destroy(reason), afterMs);
  body.on("error", () => undefined);
  if (signal.aborted) destroy();
  signal.addEventListener("abort", destroy, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", destroy);
    destroy();
  };
}
