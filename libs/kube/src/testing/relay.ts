import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export interface Relay {
  readonly port: number;
  /** Cuts every connection. */
  readonly cut: () => void;
  /** From now on, what is open carries nothing any more, in either direction, and stays open. New connections work. */
  readonly freeze: () => void;
  readonly connections: () => number;
  readonly stop: () => Promise<void>;
}

/** Passes TCP connections on to a port of 127.0.0.1. */
export async function startRelay(targetPort: () => number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((near) => {
    connections += 1;
    const far = connect(targetPort(), "127.0.0.1");
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const cut = (): void => sockets.forEach((socket) => void socket.destroy());
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    freeze: () => sockets.forEach((socket) => void socket.unpipe().pause()),
    connections: () => connections,
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
  };
}
