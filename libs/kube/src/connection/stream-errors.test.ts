import { once } from "node:events";
import { connect, constants, createServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { toleratesStreamErrors } from "./stream-errors.ts";

it("a stream that is reset while nobody listens to it ends nothing", async () => {
  const server = createServer();
  server.on("stream", (stream) => {
    stream.on("error", () => undefined);
    stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    session.destroy();
    server.close();
  });

  toleratesStreamErrors();
  toleratesStreamErrors();
  const stream = session.request();
  expect(stream.listenerCount("error")).toBe(1);
  const closed = new Promise((resolve) => void stream.on("close", resolve));
  stream.resume();
  await closed;
  expect(stream.rstCode).toBe(constants.NGHTTP2_INTERNAL_ERROR);
});
