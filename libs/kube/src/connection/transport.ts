import type { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { abortable } from "@xp-tracker/runtime";

export interface HttpRequest {
  readonly server: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** GET where there is none. */
  readonly method?: Method;
  readonly body?: string;
}

type Method = "GET" | "POST" | "PUT";

export interface HttpResponse {
  readonly status: number;
  header(name: string): string | undefined;
  /** The raw body. Whoever opens a response reads it to its end or destroys it. */
  readonly body: Readable;
}

/** Sends a request and resolves with the head of the answer. @throws undici's errors, or the signal's reason */
export async function open(dispatcher: Dispatcher, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const { origin, pathname } = new URL(request.server);
  const path = `${pathname.replace(/\/$/, "")}${request.path}`;
  const { method = "GET", headers: sentHeaders, body: sentBody = null } = request;
  const sent = dispatcher.request({ origin, path, method, headers: sentHeaders, body: sentBody, signal });
  const { statusCode, headers, body } = await abortable(sent, signal);
  return {
    status: statusCode,
    header: (name) => [headers[name]].flat()[0],
    body,
  };
}

export type BodyRead = { readonly kind: "whole"; readonly bytes: Buffer } | { readonly kind: "too_large" };

/** Reads a body of at most `maxBytes`; what is larger is dropped while it arrives. @throws when it is cut off */
export async function readBody(response: HttpResponse, maxBytes: number): Promise<BodyRead> {
  if (Number(response.header("content-length") ?? 0) > maxBytes) return dropped(response);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return dropped(response);
    chunks.push(chunk);
  }
  return { kind: "whole", bytes: Buffer.concat(chunks, bytes) };
}

function dropped(response: HttpResponse): BodyRead {
  discardBody(response);
  return { kind: "too_large" };
}

/** Ends a response that nobody reads on. */
export const discardBody = ({ body }: HttpResponse): void => void body.on("error", () => undefined).destroy();
