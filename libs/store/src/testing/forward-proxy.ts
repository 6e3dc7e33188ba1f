import { once } from "node:events";
import { createServer, request as send } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";

export interface ForwardProxy {
  readonly url: string;
  /** Method and target of each request so far: `CONNECT host:port`, `GET http://host/path`. */
  readonly asked: readonly string[];
  /** Connections of clients that are open. */
  readonly open: () => number;
  stop(): Promise<void>;
}

export interface ForwardProxyOptions {
  /** Sees a client that wants a tunnel, in the place of giving it one. */
  readonly onConnect?: (client: Socket) => void;
}

/** An HTTP proxy on 127.0.0.1 to which every name is the same server: a port of this machine. */
export async function startForwardProxy(
  serverPort: number,
  { onConnect }: ForwardProxyOptions = {},
): Promise<ForwardProxy> {
  const asked: string[] = [];
  const clients = new Set<Socket>();
  const tunnel = (client: Socket): void => {
    const upstream = connect(serverPort, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  };
  const server = createServer((request, response) => {
    const { method = "", url = "", headers } = request;
    asked.push(`${method} ${url.split("?")[0]}`);
    const path = url.replace(/^http:\/\/[^/]+/, "");
    const onward = send({ host: "127.0.0.1", port: serverPort, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on("connection", (client) => {
    clients.add(client);
    client.on("close", () => clients.delete(client)).on("error", () => undefined);
  });
  server.on("connect", ({ method, url }, client: Socket) => {
    asked.push(`${method} ${url}`);
    client.on("end", () => client.end());
    if (onConnect === undefined) return tunnel(client);
    client.resume();
    onConnect(client);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    open: () => clients.size,
    async stop() {
      const closed = once(server.close(), "close");
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}
