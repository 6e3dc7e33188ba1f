import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

/** How much of a PUT the server had received when it was held. */
export interface HeldPut {
  readonly sentBytes: number;
  readonly bodyBytes: number;
}

/** Stands before an HTTP server, and holds a PUT in the middle of its body. */
export interface CutProxy {
  readonly url: string;
  /**
   * Resolves once the next PUT of that path has sent this share of its body; the rest is kept back. At 1 the server has
   * it all, and its answer is kept back.
   */
  hold(path: string, share: number): Promise<HeldPut>;
  stop(): Promise<void>;
}

interface Hold {
  readonly path: string;
  readonly share: number;
  readonly held: (put: HeldPut) => void;
}

const HEAD_END = "\r\n\r\n";

export async function startCutProxy(target: string): Promise<CutProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let wanted: Hold | undefined;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const flow = throughHold(upstream, () => wanted);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", flow.fromClient);
    upstream.on("data", (chunk: Buffer) => {
      if (flow.mayAnswer(chunk)) client.write(chunk);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: (path, share) =>
      new Promise((resolve) => {
        wanted = {
          path,
          share,
          held: (put) => {
            wanted = undefined;
            resolve(put);
          },
        };
      }),
    stop: async () => {
      const closed = once(server.close(), "close");
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** One connection. Requests come one after the other, each beginning with a chunk of its own. */
function throughHold(upstream: Socket, wanted: () => Hold | undefined) {
  let put: { readonly hold: Hold; readonly bodyBytes: number; sentBytes: number } | undefined;
  let isHeld = false;

  const fromClient = (chunk: Buffer): void => {
    if (isHeld) return;
    let head = 0;
    if (put === undefined) {
      const hold = wanted();
      const text = chunk.toString("latin1");
      if (hold === undefined || !text.startsWith(`PUT ${hold.path}`)) return void upstream.write(chunk);
      put = { hold, bodyBytes: Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1]), sentBytes: 0 };
      head = text.indexOf(HEAD_END) + HEAD_END.length;
    }
    const allowed = Math.floor(put.bodyBytes * put.hold.share) - put.sentBytes;
    const body = chunk.subarray(head, head + allowed);
    upstream.write(Buffer.concat([chunk.subarray(0, head), body]));
    put.sentBytes += body.length;
    if (put.hold.share < 1 && body.length === allowed) finish(put);
  };

  const finish = ({ hold, sentBytes, bodyBytes }: NonNullable<typeof put>): void => {
    isHeld = true;
    hold.held({ sentBytes, bodyBytes });
  };

  const mayAnswer = (chunk: Buffer): boolean => {
    if (isHeld) return false;
    if (put === undefined || put.sentBytes < put.bodyBytes || chunk.toString("latin1", 0, 12) === "HTTP/1.1 100")
      return true;
    finish(put);
    return false;
  };

  return { fromClient, mayAnswer };
}
