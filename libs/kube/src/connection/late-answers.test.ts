import { once } from "node:events";
import { connect, createServer } from "node:http2";
import type { ClientHttp2Session, ClientHttp2Stream } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { dropLateAnswers } from "./late-answers.ts";

/** A server whose answers do not end, and a connection to it. */
async function connected(): Promise<{ readonly session: ClientHttp2Session; readonly reset: () => void }> {
  const sockets: Socket[] = [];
  const server = createServer();
  server.on("connection", (socket: Socket) => sockets.push(socket));
  server.on("stream", (stream) => {
    stream.on("error", () => undefined);
    stream.respond({ ":status": 200 });
    stream.write("late");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  session.on("error", () => undefined);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });
  await once(session, "remoteSettings");
  return { session, reset: () => sockets.forEach((socket) => void socket.resetAndDestroy()) };
}

/** As undici does it; the stream that Node makes for the answer. */
async function giveUp(session: ClientHttp2Session): Promise<ClientHttp2Stream> {
  const request = session.request({ ":path": "/" }, { endStream: true });
  request.close();
  request.destroy();
  const [late] = (await once(session, "stream")) as [ClientHttp2Stream];
  return late;
}

it("an answer that nobody waits for ends nothing when its connection is reset", async () => {
  const { session, reset } = await connected();
  dropLateAnswers();
  dropLateAnswers();
  const late = await giveUp(session);
  expect(late.listenerCount("error")).toBe(1);
  reset();
  await new Promise((resolve) => void late.on("close", resolve));
  expect(late.errored).toMatchObject({ code: "ECONNRESET" });
});

it("an answer that somebody waits for stays theirs", async () => {
  const { session } = await connected();
  dropLateAnswers();
  const request = session.request({ ":path": "/" }, { endStream: true });
  await once(request, "response");
  expect(request.readableFlowing).toBe(null);
  expect(request.listenerCount("error")).toBe(0);
  expect(String((await once(request, "data"))[0])).toBe("late");
});
