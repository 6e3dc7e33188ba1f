import { isIP } from "node:net";
import { AppError, percentDecoded } from "@xp-tracker/runtime";

/** Where a Redis is and who we are to it, in ioredis' words. */
export interface RedisTarget {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: { readonly servername?: string };
}

/**
 * Reads `redis://[user[:password]@]host[:port]`, and `rediss://` for TLS. A database in the path means nothing here:
 * channels are the same in all of them.
 * @throws AppError REFRESH_CONNECT, which does not repeat the URL: it may hold a password
 */
export function parseRedisUrl(text: string): RedisTarget {
  const url = URL.parse(text);
  const username = percentDecoded(url?.username ?? "");
  const password = percentDecoded(url?.password ?? "");
  const isRedis = url?.protocol === "redis:" || url?.protocol === "rediss:";
  if (!isRedis || url.hostname === "" || username === undefined || password === undefined) {
    throw new AppError("REFRESH_CONNECT", "the Redis URL cannot be read", {
      remedy:
        "Write redis://host:port, or rediss:// for TLS, with user:password@ before the host; percent-encode special characters.",
    });
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    host,
    port: url.port === "" ? 6379 : Number(url.port),
    ...(username === "" ? {} : { username }),
    ...(password === "" ? {} : { password }),
    // Node sends the name only when told, and a name must not be an address (RFC 6066, section 3).
    ...(url.protocol === "redis:" ? {} : { tls: isIP(host) === 0 ? { servername: host } : {} }),
  };
}

/** The target for people: no user, no password. */
export function describeTarget({ host, port, tls }: RedisTarget): string {
  return `${tls === undefined ? "redis" : "rediss"}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}
