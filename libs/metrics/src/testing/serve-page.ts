import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Page {
  readonly contentType: string;
  readonly body: string | Buffer;
}

export interface PageServer {
  /** Where `path` is served, as Prometheus wants it: `host:port/path`. */
  target(path: string): string;
  stop(): Promise<void>;
}

/** Serves fixed pages, by path without the slash, for tests with a real Prometheus. */
export async function servePages(pages: Readonly<Record<string, Page>>): Promise<PageServer> {
  const server = createServer((request, response) => {
    const page = pages[(request.url ?? "").slice(1)];
    if (page === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": page.contentType }).end(page.body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    target: (path) => `127.0.0.1:${port}/${path}`,
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
