import { once } from "node:events";
import { request as plainRequest } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { request as tlsRequest } from "node:https";
import type { RequestOptions } from "node:https";
import type { TLSSocket } from "node:tls";

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Of the server's certificate; `""` without TLS. */
  readonly serial: string;
  readonly localPort: number | undefined;
}

/** Asks once, and reads the whole answer. `agent: false` makes a connection of its own. */
export async function ask(url: string, options: RequestOptions = {}): Promise<Answer> {
  const request = url.startsWith("https:") ? tlsRequest : plainRequest;
  const sent = request(url, { agent: false, ...options });
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  const { localPort } = response.socket;
  const certificate = (response.socket as Partial<TLSSocket>).getPeerX509Certificate?.();
  const chunks: Buffer[] = await response.toArray();
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
    serial: certificate?.serialNumber ?? "",
    localPort,
  };
}

export const basic = (user: string, password: string) => ({
  headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` },
});

export const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
