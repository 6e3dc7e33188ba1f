import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** What becomes of connections, those that are open included. */
export type TcpFault =
  /** Nobody listens, and what was open is gone. */
  | { readonly kind: "refused" }
  /** Connections are taken and stay open, and nothing is passed on either way. */
  | { readonly kind: "hang" }
  /** What the server says passes a few bytes at a time. */
  | { readonly kind: "drip"; readonly bytes: number; readonly everyMs: number }
  /** Each connection is reset once the server has said so many bytes. */
  | { readonly kind: "reset"; readonly afterBytes: number }
  /** Each connection ends cleanly then. */
  | { readonly kind: "truncated"; readonly afterBytes: number }
  /** Something else than the server answers whatever is sent. */
  | { readonly kind: "answer"; readonly text: string };

export interface TcpProxy {
  readonly port: number;
  /** Open connections are cut when the fault comes and when it goes, except that those of a hang stay open until it goes. */
  readonly set: (fault: TcpFault | undefined) => Promise<void>;
  /** Cuts what is open; whoever was there has to come again. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket | undefined;
}

/** Stands before a TCP server of 127.0.0.1, on a free port there. */
export async function startTcpProxy(target: number): Promise<TcpProxy> {
  let fault: TcpFault | undefined;
  const pairs = new Set<Pair>();

  const server = createServer((client) => {
    const upstream = fault?.kind === "answer" || fault?.kind === "hang" ? undefined : connect(target, "127.0.0.1");
    const pair = { client, upstream };
    pairs.add(pair);
    for (const socket of [client, upstream]) {
      socket?.on("error", () => undefined);
      socket?.on("close", () => {
        pairs.delete(pair);
        client.destroy();
        upstream?.destroy();
      });
    }
    if (fault?.kind === "answer") answerWith(client, fault.text);
    else if (upstream !== undefined) pass(client, upstream, fault);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;

  const cut = (): void => {
    for (const { client, upstream } of pairs) {
      client.resetAndDestroy();
      upstream?.destroy();
    }
  };

  return {
    port,
    cut,
    set: async (next) => {
      const last = fault;
      fault = next;
      if (next?.kind === "refused") await closed(server, cut);
      else if (next?.kind === "hang") for (const pair of pairs) freeze(pair);
      else cut();
      if (last?.kind === "refused") await listen(server, port);
    },
    stop: () => closed(server, cut),
  };
}

const listen = async (server: ReturnType<typeof createServer>, port: number): Promise<void> =>
  void (await once(server.listen(port, "127.0.0.1"), "listening"));

async function closed(server: ReturnType<typeof createServer>, cut: () => void): Promise<void> {
  if (!server.listening) return;
  const done = once(server, "close");
  server.close();
  cut();
  await done;
}

function freeze({ client, upstream }: Pair): void {
  for (const socket of [client, upstream]) {
    socket?.removeAllListeners("data");
    socket?.pause();
  }
}

const answerWith = (client: Socket, text: string): void => void client.on("data", () => client.write(text));

function pass(client: Socket, upstream: Socket, fault: TcpFault | undefined): void {
  client.on("data", (chunk: Buffer) => void upstream.write(chunk));
  let said = 0;
  upstream.on("data", (chunk: Buffer) => {
    if (fault?.kind === "drip") return drip(client, chunk, fault);
    if (fault?.kind !== "reset" && fault?.kind !== "truncated") return void client.write(chunk);
    const rest = chunk.subarray(0, fault.afterBytes - said);
    said += rest.length;
    client.write(rest);
    if (said < fault.afterBytes) return;
    // What was written must be on its way before the connection is gone.
    setTimeout(() => (fault.kind === "reset" ? client.resetAndDestroy() : client.end()), 20);
  });
}

function drip(client: Socket, chunk: Buffer, { bytes, everyMs }: Extract<TcpFault, { kind: "drip" }>): void {
  for (let start = 0; start < chunk.length; start += bytes) {
    setTimeout(() => client.write(chunk.subarray(start, start + bytes)), (start / bytes + 1) * everyMs).unref();
  }
}
