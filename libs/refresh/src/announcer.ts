import type { Log } from "@xp-tracker/runtime";
import type { RefreshMessage } from "./message.ts";

export interface AnnouncerOptions {
  /** `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS. */
  readonly url: string;
  readonly channel: string;
  readonly log: Log;
  /** Milliseconds that one announcement may take in all, connecting included. */
  readonly timeoutMs: number;
  /** PEM certificates to trust besides the system's, for `rediss://`. */
  readonly ca?: string | undefined;
}

export interface Announcer {
  /**
   * Publishes the message; resolves with the number of subscribers that Redis handed it to.
   * @throws AppError REFRESH_ANNOUNCE: nobody was told, replicas find the snapshot by their timer
   */
  announce(message: RefreshMessage, signal: AbortSignal): Promise<{ readonly receivers: number }>;
  /** Ends the connection at once. */
  close(): void;
}

export declare function redisAnnouncer(options: AnnouncerOptions): Announcer;
