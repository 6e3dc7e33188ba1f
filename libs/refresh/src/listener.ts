import { setTimeout as sleepFor } from "node:timers/promises";
import { backoffMs } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import { messageFilter } from "./message-filter.ts";
import type { RefreshMessage } from "./message.ts";
import { newConnection } from "./redis-client.ts";
import type { RedisFiles } from "./redis-client.ts";
import { redisFault } from "./redis-fault.ts";
import { describeTarget, parseRedisUrl } from "./redis-target.ts";

export type ListenerState = "connecting" | "subscribed" | "down";

export interface ListenerOptions extends RedisFiles {
  /** `redis://[user:password@]host[:port]`, or `rediss://` for TLS. */
  readonly url: string;
  readonly channel: string;
  /** Messages of other clusters are ignored. */
  readonly cluster: string;
  readonly log: Log;
  /** Milliseconds for connecting, and for each answer of Redis. */
  readonly timeoutMs: number;
  /** Milliseconds between two proofs that the connection still carries; a dead one is found within this and the timeout. */
  readonly heartbeatMs?: number;
  /** Must not throw, as the other callbacks. */
  readonly onHint: (message: RefreshMessage) => void;
  /** After every subscription, the first included: messages may have been missed, so look at once. */
  readonly onConnect: () => void;
  /** After every change of state. */
  readonly onState?: ((state: ListenerState) => void) | undefined;
}

export interface Listener {
  state(): ListenerState;
  /** Ends the connection at once; no callback is called any more. */
  close(): void;
}

/** Delays between attempts; the cap bounds how long a Redis that came back goes unnoticed. */
const backoff = { baseMs: 250, maxMs: 5_000 } as const;

/** Listens until it is closed; a Redis that is away is asked again for ever, and spoken of once in the log. */
export function redisListener(options: ListenerOptions): Listener {
  const { url, channel, log, timeoutMs, heartbeatMs = 15_000, onConnect, onState } = options;
  const target = parseRedisUrl(url);
  const where = { redis: describeTarget(target), channel };
  const closing = new AbortController();
  const onMessage = messageFilter(options);
  let state: ListenerState = "connecting";
  let failures = 0;

  const become = (next: ListenerState): void => {
    if (state === next || closing.signal.aborted) return;
    state = next;
    onState?.(next);
  };

  const subscribed = (): void => {
    log.info("listening for refreshes", where);
    become("subscribed");
    onConnect();
  };

  const down = (thrown: unknown): void => {
    failures += 1;
    if (state !== "down") {
      const error = redisFault("REFRESH_CONNECT", `cannot listen on ${channel} at ${where.redis}`, thrown);
      log.warn("not listening for refreshes", { ...where, error });
    }
    become("down");
  };

  /** One connection from its making to its end. @throws why it ended */
  const session = async (): Promise<never> => {
    const { client, fault } = newConnection(target, options, timeoutMs);
    const ended = new AbortController();
    const end = (): void => ended.abort(new Error("Redis closed the connection"));
    const disconnect = (): void => client.disconnect();
    client.once("end", end);
    closing.signal.addEventListener("abort", disconnect, { once: true });
    try {
      await client.connect();
      client.on("message", (_channel: string, text: string) => {
        if (!closing.signal.aborted) onMessage(text);
      });
      await client.subscribe(channel);
      closing.signal.throwIfAborted();
      subscribed();
      for (;;) {
        await sleepFor(heartbeatMs, undefined, { signal: ended.signal });
        // Subscribing again changes nothing and, unlike PING, asks for no further right.
        await client.subscribe(channel);
        // Not before: a Redis that drops us at once, again and again, must not be asked ever faster.
        failures = 0;
      }
    } catch (thrown) {
      throw fault(ended.signal.aborted ? ended.signal.reason : thrown);
    } finally {
      closing.signal.removeEventListener("abort", disconnect);
      client.removeAllListeners("message");
      disconnect();
    }
  };

  const listen = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      await session().catch((thrown: unknown) => {
        if (!closing.signal.aborted) down(thrown);
      });
      await sleepFor(backoffMs(failures, backoff), undefined, { signal: closing.signal }).catch(() => undefined);
    }
  };

  void listen();
  return { state: () => state, close: () => closing.abort() };
}
