import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientHttp2Stream } from "node:http2";

const CREATED = "http2.client.stream.created";

/**
 * Lets no error of an HTTP/2 stream end the process. Node throws one that nobody listens to, and undici 8.12 lets go of
 * streams that their session still holds: a connection that is reset then takes the whole program along. Whoever waits for
 * an answer is told by undici, or by the deadline of the request. May be called any number of times.
 */
export function toleratesStreamErrors(): void {
  unsubscribe(CREATED, onCreated);
  subscribe(CREATED, onCreated);
}

const ignore = (): void => undefined;

const onCreated = (message: unknown): void => {
  (message as { readonly stream: ClientHttp2Stream }).stream.on("error", ignore);
};
