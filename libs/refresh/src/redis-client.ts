import { Redis } from "ioredis";
import type { RedisTarget } from "./redis-target.ts";

/** One connection, which is not made again by itself: whoever holds it decides when to try anew. */
export interface RedisConnection {
  readonly client: Redis;
  /** Why the connection ended, as far as it is known; ioredis' own rejections say only that it did. */
  readonly fault: (thrown: unknown) => unknown;
}

/**
 * An unconnected client that asks for as few rights as possible: no INFO, HELLO or CLIENT SETINFO, which a narrow ACL
 * would refuse. Connecting and each command end after `timeoutMs`, and nothing is queued while it is not connected.
 */
export function newConnection(target: RedisTarget, timeoutMs: number): RedisConnection {
  const client = new Redis({
    ...target,
    protocol: 2,
    lazyConnect: true,
    enableReadyCheck: false,
    disableClientInfo: true,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    retryStrategy: () => null,
  });
  let ended: unknown;
  client.on("error", (error) => {
    ended ??= error;
  });
  return { client, fault: (thrown) => ended ?? thrown };
}
