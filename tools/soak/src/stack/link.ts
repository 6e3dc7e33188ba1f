import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { relay } from "./relay.ts";
import type { Line } from "./relay.ts";

/** Stands between a service and what it needs, over real connections. */
export interface Link {
  readonly port: number;
  readonly set: (mode: Line["mode"]) => void;
  /** Resets the connections of this moment. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

/** @param port of 127.0.0.1, where what is needed listens */
export async function startLink(port: number): Promise<Link> {
  const clients = new Set<Socket>();
  const line: Line = { mode: "open", changed: Promise.withResolvers() };
  const server = createServer((client) => {
    clients.add(client);
    client.once("close", () => clients.delete(client));
    void relay(client, port, line);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const client of clients) client.resetAndDestroy();
  };
  const set: Link["set"] = (mode) => {
    const { changed } = line;
    line.mode = mode;
    line.changed = Promise.withResolvers();
    changed.resolve();
    if (mode === "cut" || mode === "unavailable") cut();
  };
  return {
    port: (server.address() as AddressInfo).port,
    set,
    cut,
    stop: async () => {
      const closed = once(server.close(), "close");
      set("cut");
      await closed;
    },
  };
}
