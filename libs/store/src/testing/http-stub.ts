import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface HttpStub {
  readonly endpoint: string;
  /** Method and path of each request so far. */
  readonly requests: readonly string[];
  stop(): Promise<void>;
}

/** A server that behaves as no real one can be made to; its requests are read to their end first. */
export async function startHttpStub(
  answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void,
): Promise<HttpStub> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      requests.push(`${request.method} ${request.url?.split("?")[0]}`);
      answer(request, response, Buffer.concat(chunks));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    async stop() {
      server.closeAllConnections();
      await once(server.close(), "close");
    },
  };
}
