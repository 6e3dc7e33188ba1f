import { abortable, retry, withDeadline } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import { encodeMessage } from "./message.ts";
import type { RefreshMessage } from "./message.ts";
import { newConnection } from "./redis-client.ts";
import type { RedisConnection, RedisFiles } from "./redis-client.ts";
import { redisFault } from "./redis-fault.ts";
import { describeTarget, parseRedisUrl } from "./redis-target.ts";

export interface AnnouncerOptions extends RedisFiles {
  /** `redis://[user:password@]host[:port]`, or `rediss://` for TLS. */
  readonly url: string;
  readonly channel: string;
  readonly log: Log;
  /** Milliseconds that one announcement may take in all, connecting and a second try included. */
  readonly timeoutMs: number;
}

export interface Announcer {
  /**
   * Publishes the message, one at a time; resolves with the number of subscribers that Redis handed it to.
   * @throws AppError REFRESH_ANNOUNCE: nobody was told, replicas find the snapshot by their timer
   */
  announce(message: RefreshMessage, signal: AbortSignal): Promise<{ readonly receivers: number }>;
  /** Ends the connection at once. */
  close(): void;
}

/** The second try is for a connection that had died unnoticed since the last announcement. */
const tries = { attempts: 2, baseMs: 50, maxMs: 200, retryable: () => true } as const;

/**
 * Announces over Redis pub/sub. The connection is made by the first announcement and kept; one that failed is made
 * anew by the next, so nothing runs and nothing queues while Redis is down.
 */
export function redisAnnouncer({ url, channel, log, timeoutMs, ...files }: AnnouncerOptions): Announcer {
  const target = parseRedisUrl(url);
  let kept: RedisConnection | undefined;

  const connection = async (): Promise<RedisConnection> => {
    if (kept?.client.status === "ready") return kept;
    kept?.client.disconnect();
    kept = newConnection(target, files, timeoutMs / tries.attempts);
    await kept.client.connect();
    log.debug("connected to Redis to announce", { redis: describeTarget(target), channel });
    return kept;
  };

  const publish = async (payload: string): Promise<number> => {
    try {
      return await (await connection()).client.publish(channel, payload);
    } catch (thrown) {
      const fault = kept?.fault(thrown) ?? thrown;
      close();
      throw fault;
    }
  };

  const close = (): void => {
    kept?.client.disconnect();
    kept = undefined;
  };

  return {
    close,
    announce: async (message, signal) => {
      const payload = encodeMessage(message);
      const deadline = withDeadline(signal, timeoutMs, "announcing the snapshot");
      try {
        const published = retry(() => publish(payload), tries, deadline);
        // A connection that hangs would hold the promise for as long as its own timeouts.
        return { receivers: await abortable(published, deadline) };
      } catch (thrown) {
        close();
        signal.throwIfAborted();
        throw redisFault("REFRESH_ANNOUNCE", `cannot publish to ${channel} at ${describeTarget(target)}`, thrown);
      }
    },
  };
}
