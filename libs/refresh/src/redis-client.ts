import { readFileSync } from "node:fs";
import { Redis } from "ioredis";
import type { RedisTarget } from "./redis-target.ts";

/** One connection, which is not made again by itself: whoever holds it decides when to try anew. */
export interface RedisConnection {
  readonly client: Redis;
  /** Why the connection ended, as far as it is known; ioredis' own rejections say only that it did. */
  readonly fault: (thrown: unknown) => unknown;
}

/** What else a connection is made with. The files are read for each one, so that they may change. */
export interface RedisFiles {
  /** PEM of the authorities that Redis is trusted by over TLS; undefined: those that Node trusts. */
  readonly caFile?: string | undefined;
  /** Holds the password, spaces around it left out; undefined: that of the URL, if any. */
  readonly passwordFile?: string | undefined;
}

/**
 * An unconnected client that asks for as few rights as possible: no INFO, HELLO or CLIENT SETINFO, which a narrow ACL
 * would refuse. Connecting and each command end after `timeoutMs`, and nothing is queued while it is not connected.
 * @throws whatever reading a file does
 */
export function newConnection(target: RedisTarget, files: RedisFiles, timeoutMs: number): RedisConnection {
  const { caFile, passwordFile } = files;
  const client = new Redis({
    ...target,
    ...(passwordFile === undefined ? {} : { password: readFileSync(passwordFile, "utf8").trim() }),
    ...(target.tls === undefined || caFile === undefined ? {} : { tls: { ...target.tls, ca: readFileSync(caFile) } }),
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
