import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { createLog } from "@xp-tracker/runtime";
import { certificateAuthority } from "@xp-tracker/testing";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { openAccess } from "../access/open-access.ts";
import { bodyOf } from "../answers/body.ts";
import { usualBounds } from "./bounds.ts";
import type { ServerBounds } from "./bounds.ts";
import { concurrencyLimit } from "../routes/limits.ts";
import { bodyReply } from "../routes/route.ts";
import type { Route } from "../routes/route.ts";
import { startServer } from "./server.ts";
import type { RunningServer, ServerOptions } from "./server.ts";
import { ask } from "../testing/ask.ts";

let lines: string[] = [];
const log = createLog({ service: "test", format: "json", destination: { write: (line) => void lines.push(line) } });
const servers: RunningServer[] = [];
const eventually = { timeout: 30_000, interval: 20 };
const MB = 1 << 20;

/** Far more than the kernel buffers for a client that reads nothing. */
const LARGE = bodyOf(
  "text/plain",
  Array.from({ length: 64 }, () => Buffer.alloc(MB, "x")),
);
const page = (limit?: Route["limit"]): Route => ({ path: "/page", title: "", reply: () => bodyReply(LARGE), limit });

async function serve(bounds: Partial<ServerBounds> = {}, more: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const own = { bounds: { ...usualBounds, ...bounds }, routes: [page()], ...more };
  const server = await startServer({ address: "127.0.0.1:0", log, name: "metrics", ...own });
  servers.push(server);
  return server;
}

beforeEach(() => {
  lines = [];
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0);
});

/** A client that asks for the page, reads its head and then nothing more. */
async function stalledClient(port: number) {
  const [response] = (await once(get({ host: "127.0.0.1", port, path: "/page", agent: false }), "response")) as [
    IncomingMessage,
  ];
  onTestFinished(() => void response.destroy());
  return response;
}

describe("what is too large", () => {
  it("an URL gets 414, with the bound", async () => {
    const { url } = await serve({ maxUrlBytes: 100 });
    expect(await ask(`${url}/${"x".repeat(98)}`)).toMatchObject({ status: 404 });
    expect(await ask(`${url}/${"x".repeat(100)}`)).toMatchObject({
      status: 414,
      body: "the URL is longer than 100 bytes (MAX_URL_BYTES)\n",
    });
  });

  it("a head gets 431, with the bound", async () => {
    const { url } = await serve({ maxHeaderBytes: 2048 });
    expect(await ask(`${url}/unknown`, { headers: { "x-large": "x".repeat(1_000) } })).toMatchObject({ status: 404 });
    expect(await ask(`${url}/unknown`, { headers: { "x-large": "x".repeat(3_000) } })).toMatchObject({
      status: 431,
      body: "the head of the request is larger than 2048 bytes (MAX_HEADER_BYTES)\n",
    });
  });

  it("what is no HTTP gets 400, and the connection is closed", async () => {
    const { port } = await serve();
    const socket = connect(port, "127.0.0.1");
    socket.write("hello?\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n/);
  });

  it("a body that is announced is not asked for: the answer comes at once, and the connection is closed", async () => {
    const { port } = await serve();
    const socket = connect(port, "127.0.0.1");
    socket.write("HEAD /page HTTP/1.1\r\nHost: test\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:[^\r]+\r\n)*Connection: close\r\n/);
  });
});

describe("scrapes at the same time", () => {
  it("beyond the bound get 503 and when to come again; a client that leaves makes room", async () => {
    const { url, port } = await serve({}, { routes: [page(concurrencyLimit(2, "MAX_CONCURRENT_SCRAPES"))] });
    const [first] = await Promise.all([stalledClient(port), stalledClient(port)]);
    expect(await ask(`${url}/page`)).toMatchObject({
      status: 503,
      headers: { "retry-after": "1" },
      body: "2 requests for this are being answered already (MAX_CONCURRENT_SCRAPES), ask again\n",
    });
    first.destroy();
    await vi.waitFor(
      async () => expect(await ask(`${url}/page`, { method: "HEAD" })).toMatchObject({ status: 200 }),
      eventually,
    );
  });

  it("by clients that leave before they are let in take no room", async () => {
    const asked: PromiseWithResolvers<undefined>[] = [];
    const guard = (): Promise<undefined> => {
      asked.push(Promise.withResolvers<undefined>());
      return (asked.at(-1) as PromiseWithResolvers<undefined>).promise;
    };
    const access = { guard, headers: () => ({}), tls: undefined, follow: () => undefined };
    const { url, port } = await serve({}, { access, routes: [page(concurrencyLimit(1, "MAX_CONCURRENT_SCRAPES"))] });
    const client = connect(port, "127.0.0.1");
    client.write("GET /page HTTP/1.1\r\nHost: x\r\n\r\n");
    await vi.waitFor(() => expect(asked).toHaveLength(1), eventually);
    client.destroy();
    await once(client, "close");
    // The server has heard of it once it has answered somebody who came after.
    const probe = ask(`${url}/unknown`);
    await vi.waitFor(() => expect(asked).toHaveLength(2), eventually);
    asked[1]?.resolve(undefined);
    await probe;
    asked[0]?.resolve(undefined);

    const scrape = ask(`${url}/page`);
    await vi.waitFor(() => expect(asked).toHaveLength(3), eventually);
    asked[2]?.resolve(undefined);
    expect(await scrape).toMatchObject({ status: 200 });
  });
});

describe("connections", () => {
  it("beyond the bound are closed, which the log says, and there is room again when one leaves", async () => {
    const { url, port } = await serve({ maxConnections: 2 });
    const held = [connect(port, "127.0.0.1"), connect(port, "127.0.0.1")];
    await Promise.all(held.map((socket) => once(socket, "connect")));
    await expect(ask(`${url}/unknown`)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(lines.join("")).toContain('"bound":"MAX_CONNECTIONS"');
    for (const socket of held) socket.destroy();
    await vi.waitFor(async () => expect(await ask(`${url}/unknown`)).toMatchObject({ status: 404 }), eventually);
  });

  it("that never end their request get 408 and are closed", async () => {
    const { port } = await serve();
    const socket = connect(port, "127.0.0.1");
    socket.write("GET /page HTTP/1.1\r\nhost: x\r\n");
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
  });
});

describe("a client that does not take its answer", () => {
  it("is cut off when its time is over, which the log says; others are not", async () => {
    const { url, port } = await serve({ responseTimeoutMs: 500 });
    const stalled = await stalledClient(port);
    const closed = once(stalled.socket, "close");
    stalled.resume();
    stalled.pause();
    stalled.on("error", () => undefined);
    await vi.waitFor(() => expect(lines.join("")).toContain('"bound":"RESPONSE_TIMEOUT_SECONDS"'), eventually);
    stalled.resume();
    await closed;
    expect(stalled.complete).toBe(false);
    expect(await ask(`${url}/page`, { method: "HEAD" })).toMatchObject({ status: 200 });
  });

  it.each(["without TLS", "with TLS"])("pins no copy of it, %s", async (kind) => {
    const access = kind === "with TLS" ? await tlsAccess() : undefined;
    const { port } = await serve({}, { access });
    const before = memoryMb();
    const sockets = Array.from({ length: 10 }, () => {
      const socket =
        access === undefined
          ? connect(port, "127.0.0.1")
          : connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
      socket.write("GET /page HTTP/1.1\r\nhost: x\r\n\r\n");
      socket.on("error", () => undefined);
      socket.once("readable", () => socket.read(1));
      onTestFinished(() => void socket.destroy());
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, "readable")));
    await new Promise((resolve) => setTimeout(resolve, 300));
    // Ten copies would be 640 MB; what the kernel holds for them is not ours.
    expect(memoryMb() - before).toBeLessThan(150);
  });
});

const memoryMb = (): number => process.memoryUsage.rss() / MB;

function tlsAccess() {
  const folder = mkdtempSync(join(tmpdir(), "bounds-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { cert, key } = certificateAuthority().server(["127.0.0.1"]);
  const webConfigFile = join(folder, "web.yml");
  const indented = (pem: string): string => pem.replaceAll("\n", "\n    ");
  writeFileSync(
    webConfigFile,
    `tls_server_config:\n  cert: |\n    ${indented(cert)}\n  key: |\n    ${indented(key)}\n`,
  );
  return openAccess({ webConfigFile, bearerTokenFile: undefined, log });
}
