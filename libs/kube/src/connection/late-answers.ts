import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { constants } from "node:http2";
import type { ClientHttp2Stream, IncomingHttpHeaders } from "node:http2";

const CREATED = "http2.client.stream.created";

interface Created {
  readonly stream: ClientHttp2Stream;
  /** Of the request; of the answer, where the stream is made for an answer that came to nobody. */
  readonly headers: IncomingHttpHeaders;
}

/**
 * Keeps answers that come too late from ending the process. A request that undici gives up in the moment in which it is
 * sent is answered all the same, and Node 24 makes a stream for the answer that nobody knows of: when the connection
 * breaks, its error is thrown. Such answers are read and dropped here, so that they keep no memory either. May be called
 * any number of times.
 */
export function dropLateAnswers(): void {
  unsubscribe(CREATED, onCreated);
  subscribe(CREATED, onCreated);
}

const ignore = (): void => undefined;

function onCreated(message: unknown): void {
  const { stream, headers } = message as Created;
  if (headers[constants.HTTP2_HEADER_STATUS] !== undefined) stream.on("error", ignore).resume();
}
