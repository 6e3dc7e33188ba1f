import type { Log } from "@xp-tracker/runtime";
import type { RefreshMessage } from "./message.ts";

export type ListenerState = "connecting" | "subscribed" | "down";

export interface ListenerOptions {
  /** `redis://[user:password@]host[:port]`, or `rediss://` for TLS. */
  readonly url: string;
  readonly channel: string;
  /** Messages of other clusters are ignored. */
  readonly cluster: string;
  readonly log: Log;
  /** Milliseconds for connecting, and for each answer of Redis. */
  readonly timeoutMs: number;
  readonly onHint: (message: RefreshMessage) => void;
  /** After every subscription, the first included: messages may have been missed, so look at once. */
  readonly onConnect: () => void;
  /** After every change of state. */
  readonly onState?: ((state: ListenerState) => void) | undefined;
  /** PEM certificates to trust besides the system's, for `rediss://`. */
  readonly ca?: string | undefined;
}

export interface Listener {
  state(): ListenerState;
  /** Ends the connection at once; no callback is called any more. */
  close(): void;
}

export declare function redisListener(options: ListenerOptions): Listener;
