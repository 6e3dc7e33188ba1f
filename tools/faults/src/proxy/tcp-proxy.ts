import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Server as TlsServer } from "node:tls";
import type { CertificateAndKey } from "@xp-tracker/testing";

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

export type Undo = () => Promise<void>;

export interface TcpProxy {
  readonly port: number;
  /** Befalls those who are there already and those who come. */
  readonly befall: (fault: TcpFault) => Promise<Undo>;
  /** From the next handshake on; whoever is there has to come again. Only with TLS. */
  readonly useCertificate: (certificate: CertificateAndKey) => void;
  /** Cuts what is open; whoever was there has to come again. */
  readonly cut: () => void;
  readonly stop: () => Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly upstream: Socket | undefined;
}

/** Stands before a TCP server of 127.0.0.1, on a free port there; with a certificate, it takes TLS off. */
export async function startTcpProxy(target: number, certificate?: CertificateAndKey): Promise<TcpProxy> {
  let fault: TcpFault | undefined;
  const pairs = new Set<Pair>();
  const takesUpstream = (): boolean => fault?.kind !== "answer" && fault?.kind !== "hang";

  const onClient = (client: Socket): void => {
    const pair = { client, upstream: takesUpstream() ? connect(target, "127.0.0.1") : undefined };
    track(pair);
    if (fault?.kind === "answer") answerWith(client, fault.text);
    else if (pair.upstream !== undefined) pass(client, pair.upstream, fault);
  };
  const track = (pair: Pair): void => {
    pairs.add(pair);
    for (const socket of [pair.client, pair.upstream]) {
      socket?.on("error", () => undefined);
      socket?.on("close", () => {
        pairs.delete(pair);
        pair.client.destroy();
        pair.upstream?.destroy();
      });
    }
  };

  const server = certificate === undefined ? createServer(onClient) : createTlsServer(certificate, onClient);
  server.on("tlsClientError", () => undefined);
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const { client, upstream } of pairs) {
      reset(client);
      upstream?.destroy();
    }
  };

  const set = async (next: TcpFault | undefined): Promise<void> => {
    const last = fault;
    fault = next;
    if (next?.kind === "refused") await close(server, cut);
    else if (next?.kind === "hang") for (const pair of pairs) freeze(pair);
    else cut();
    if (last?.kind === "refused") await listen(server, port);
  };

  return {
    port,
    cut,
    befall: async (next) => {
      await set(next);
      return () => set(undefined);
    },
    useCertificate: (next) => {
      if (certificate !== undefined) (server as TlsServer).setSecureContext(next);
      cut();
    },
    stop: () => close(server, cut),
  };
}

const listen = async (server: Server, port: number): Promise<void> =>
  void (await once(server.listen(port, "127.0.0.1"), "listening"));

async function close(server: Server, cut: () => void): Promise<void> {
  if (!server.listening) return;
  const done = once(server, "close");
  server.close();
  cut();
  await done;
}

/** Node resets plain connections only. */
const reset = (socket: Socket): void => void ("encrypted" in socket ? socket.destroy() : socket.resetAndDestroy());

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
    setTimeout(() => (fault.kind === "reset" ? reset(client) : client.end()), 20);
  });
}

function drip(client: Socket, chunk: Buffer, { bytes, everyMs }: Extract<TcpFault, { kind: "drip" }>): void {
  for (let start = 0; start < chunk.length; start += bytes) {
    const piece = chunk.subarray(start, start + bytes);
    setTimeout(() => client.write(piece), (start / bytes + 1) * everyMs).unref();
  }
}
