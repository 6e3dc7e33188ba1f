import { Agent, request } from "node:https";
import type { KubeSimAnswer, KubeSimClient } from "./kube-sim-client.ts";

/** Plain requests to any API server: reads and writes of objects. */
export type ApiClient = KubeSimClient;

export interface ApiClientOptions {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
  readonly token: string;
}

const REQUEST_TIMEOUT_MS = 60_000;

/** A client of an HTTPS API server; call `close` so that its idle connections do not keep the process. */
export function apiClient({ url, ca, token }: ApiClientOptions): ApiClient & { readonly close: () => void } {
  const agent = new Agent({ ca, keepAlive: true, maxSockets: 4 });

  const send = (method: string, path: string, body?: unknown, contentType = "application/json") =>
    new Promise<KubeSimAnswer>((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, accept: "application/json", "content-type": contentType };
      const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
      const sent = request(new URL(path, url), { method, agent, headers, signal }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          const json = text !== "" && response.headers["content-type"]?.startsWith("application/json") === true;
          const { statusCode: status = 0, headers } = response;
          resolve({ status, headers, body: json ? (JSON.parse(text) as unknown) : text });
        });
      });
      sent.on("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  return {
    request: send,
    get: (path) => send("GET", path),
    create: (path, object) => send("POST", path, object),
    replace: (path, object) => send("PUT", path, object),
    patch: (path, change) => send("PATCH", path, change, "application/merge-patch+json"),
    delete: (path) => send("DELETE", path),
    close: () => agent.destroy(),
  };
}
