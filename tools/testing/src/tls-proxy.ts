import { once } from "node:events";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:tls";
import { certificateAuthority } from "./certificates.ts";
import type { CertificateAuthority } from "./certificates.ts";

export interface TlsProxy {
  readonly port: number;
  readonly authority: CertificateAuthority;
  stop(): Promise<void>;
}

/**
 * Speaks TLS on a free port of 127.0.0.1 and hands what it hears on to a port that does not.
 * @param authority signs the proxy's certificate, which is for 127.0.0.1 and localhost
 */
export async function startTlsProxy(target: number, authority = certificateAuthority()): Promise<TlsProxy> {
  const { cert, key } = authority.server(["127.0.0.1", "localhost"]);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
  };
  const server = createServer({ cert, key }, (client) => {
    const upstream = connect(target, "127.0.0.1");
    for (const socket of [client, upstream]) keep(socket);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.on("connection", keep);
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    authority,
    stop: async () => {
      const closed = once(server.close(), "close");
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
