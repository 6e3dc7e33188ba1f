import { once } from "node:events";
import { Agent, get, request } from "node:http";
import type { IncomingMessage } from "node:http";
import { connect, createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { createLog, gzipMember, gzipSegment } from "@xp-tracker/runtime";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bodyOf, gzippedBody } from "../answers/body.ts";
import { bodyReply, textReply } from "../routes/route.ts";
import type { Reply, Route } from "../routes/route.ts";
import { startServer } from "./server.ts";
import type { RunningServer } from "./server.ts";

let lines: string[] = [];
const log = createLog({ service: "test", format: "json", destination: { write: (line) => void lines.push(line) } });
const servers: RunningServer[] = [];
const GRACE_MS = 60_000;

async function serve(...routes: (Partial<Route> & { reply: Route["reply"] })[]): Promise<RunningServer> {
  const all = routes.map((route) => ({ path: "/page", title: "", ...route }));
  const server = await startServer({ address: "127.0.0.1:0", routes: all, log, name: "metrics" });
  servers.push(server);
  return server;
}

const hello = { reply: () => textReply(200, "hello\n") };

/** A route whose requests wait until `answer` is called; `asked` resolves when one has arrived. */
function slowRoute() {
  const arrival = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Reply>();
  const reply = (): Promise<Reply> => {
    arrival.resolve();
    return answer.promise;
  };
  return { route: { reply }, asked: arrival.promise, answer: () => answer.resolve(textReply(200, "late\n")) };
}

async function textOf(response: IncomingMessage): Promise<string> {
  return Buffer.concat(await response.toArray()).toString();
}

beforeEach(() => {
  lines = [];
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0);
});

describe("requests", () => {
  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("of method %s are told what is allowed", async (method) => {
    const { url } = await serve(hello);
    const response = await fetch(`${url}/page`, { method });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });

  it("with HEAD get the headers of GET and no body", async () => {
    const { url } = await serve(hello);
    const headers = async (method: string) => {
      const response = await fetch(`${url}/page`, { method });
      const {
        date: _date,
        connection: _connection,
        "keep-alive": _keepAlive,
        ...rest
      } = Object.fromEntries(response.headers);
      return { rest, body: await response.text() };
    };
    const [head, full] = [await headers("HEAD"), await headers("GET")];
    expect(full).toMatchObject({ rest: { "content-length": "6" }, body: "hello\n" });
    expect(head).toEqual({ rest: full.rest, body: "" });
  });

  it.each(["/pages", "/page/", "/PAGE", "/page/../x", "//page", "/%"])("of path %s find nothing", async (path) => {
    const { port } = await serve(hello);
    const [response] = (await once(get({ host: "127.0.0.1", port, path }), "response")) as [IncomingMessage];
    expect(response.statusCode).toBe(404);
    expect(response.headers).toMatchObject({ "content-type": "text/plain; charset=utf-8" });
    response.resume();
  });

  it("do not learn what serves them", async () => {
    const { url } = await serve(hello);
    const { headers } = await fetch(`${url}/page`);
    expect([headers.get("x-powered-by"), headers.get("server")]).toEqual([null, null]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("broken table");
      },
    ],
    ["rejects", () => Promise.reject(new Error("broken table"))],
  ])("whose handler %s get 500 without the reason, which is logged", async (_how, reply) => {
    const { url } = await serve({ reply }, { ...hello, path: "/other" });
    const response = await fetch(`${url}/page`);
    expect([response.status, await response.text()]).toEqual([500, "internal error\n"]);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({
      msg: "request failed",
      path: "/page",
      error: { message: "broken table" },
    });
    expect((await fetch(`${url}/other`)).status).toBe(200);
  });

  it("whose client leaves with the last byte of an answer that is inflated are no failures", async () => {
    const page = Buffer.from("x 1\n".repeat(50));
    const gzip = gzipMember([gzipSegment(page)]);
    const { port } = await serve({ reply: () => bodyReply(gzippedBody("text/plain", gzip, page.length, undefined)) });
    for (let visit = 0; visit < 30; visit += 1) {
      const socket = connect(port, "127.0.0.1");
      socket.write("GET /page HTTP/1.1\r\nhost: x\r\n\r\n");
      let text = "";
      for await (const chunk of socket) {
        text += String(chunk);
        if (text.endsWith(String(page))) break;
      }
    }
    expect(lines).toEqual([]);
  });

  it("that are given up in the middle of a large answer harm nobody else", async () => {
    const parts = Array.from({ length: 64 }, () => Buffer.alloc(1 << 20, "x"));
    const server = await serve({ reply: () => bodyReply(bodyOf("text/plain", parts)) });
    const [cut] = (await once(get(`${server.url}/page`), "response")) as [IncomingMessage];
    await once(cut, "data");
    cut.destroy();

    const [whole] = (await once(get(`${server.url}/page`), "response")) as [IncomingMessage];
    let bytes = 0;
    for await (const chunk of whole) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(64 << 20);
    expect(lines).toEqual([]);
  });

  it.each([
    [20_000, 200],
    [40_000, 431],
  ])("with headers of %d bytes get %d", async (bytes, status) => {
    const { url } = await serve(hello);
    const response = await fetch(`${url}/page`, { headers: { "x-large": "x".repeat(bytes) } });
    expect(response.status).toBe(status);
  });
});

describe("address", () => {
  it.each([
    ["127.0.0.1:0", /^http:\/\/127\.0\.0\.1:\d+$/],
    ["localhost:0", /^http:\/\/(127\.0\.0\.1|\[::1\]):\d+$/],
    [":0", /^http:\/\/localhost:\d+$/],
  ])("%s is listened on, and its URL works", async (address, pattern) => {
    const routes = [{ path: "/page", title: "", ...hello }];
    const server = await startServer({ address, routes, log, name: "metrics" });
    servers.push(server);
    expect(server.url).toMatch(pattern);
    expect(await (await fetch(`${server.url}/page`)).text()).toBe("hello\n");
  });

  it("that is taken is an error with a remedy", async () => {
    const { address } = await serve(hello);
    await expect(startServer({ address, routes: [], log, name: "telemetry" })).rejects.toMatchObject({
      code: "PORT_IN_USE",
      message: `the telemetry address ${address} is taken by another process`,
      remedy: expect.stringContaining("another address") as string,
    });
  });

  it.each(["192.0.2.1:0", "nonsense", "127.0.0.1:70000"])(
    "%s that cannot be had is an error with a remedy",
    async (address) => {
      await expect(startServer({ address, routes: [], log, name: "metrics" })).rejects.toMatchObject({
        code: "LISTEN_FAILED",
        message: `cannot listen on the metrics address ${address}`,
        cause: { message: expect.stringMatching(/./) as string },
      });
    },
  );
});

describe("closing", () => {
  it("ends connections that are kept alive but idle", async () => {
    const server = await serve(hello);
    const agent = new Agent({ keepAlive: true });
    const [response] = (await once(get(`${server.url}/page`, { agent }), "response")) as [IncomingMessage];
    expect(await textOf(response)).toBe("hello\n");
    expect(response.headers).toMatchObject({ connection: "keep-alive", "keep-alive": "timeout=75" });

    await server.close(GRACE_MS);
    agent.destroy();
  });

  it("lets a request under way finish, takes no new ones, and does not wait for its connection", async () => {
    const slow = slowRoute();
    const server = await serve(slow.route);
    const agent = new Agent({ keepAlive: true });
    const answered = once(get(`${server.url}/page`, { agent }), "response") as Promise<[IncomingMessage]>;
    await slow.asked;

    const closed = server.close(GRACE_MS);
    await expect(fetch(`${server.url}/page`)).rejects.toThrow("fetch failed");
    slow.answer();
    const [response] = await answered;
    expect([response.statusCode, await textOf(response)]).toEqual([200, "late\n"]);
    await closed;
    agent.destroy();
  });

  it("cuts off what is not done when the grace is over", async () => {
    const slow = slowRoute();
    const server = await serve(slow.route);
    const cut = once(get(`${server.url}/page`), "response");
    cut.catch(() => undefined);
    await slow.asked;
    await server.close(10);
    await expect(cut).rejects.toThrow("socket hang up");
  });

  it("is not held up by a connection that never sent a request", async () => {
    const server = await serve(hello);
    const silent = connect(server.port, "127.0.0.1");
    await once(silent, "connect");
    const ended = once(silent, "close");
    await server.close(50);
    await ended;
    expect(silent.destroyed).toBe(true);
  });

  it("frees the port", async () => {
    const server = await serve(hello);
    await server.close(GRACE_MS);
    const next = createServer().listen(server.port, "127.0.0.1");
    await once(next, "listening");
    expect((next.address() as AddressInfo).port).toBe(server.port);
    next.close();
  });

  it("may be asked for twice", async () => {
    const server = await serve(hello);
    await Promise.all([server.close(GRACE_MS), server.close(GRACE_MS)]);
    await expect(fetch(`${server.url}/page`)).rejects.toThrow("fetch failed");
  });
});

describe("keep-alive", () => {
  it("serves many requests over one connection, bodies that nobody reads included", async () => {
    const server = await serve(hello);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (const method of ["GET", "POST", "HEAD", "GET"]) {
      const sent = request(`${server.url}/page`, { agent, method });
      sent.end(method === "POST" ? "x".repeat(1_000) : undefined);
      const [response] = (await once(sent, "response")) as [IncomingMessage];
      ports.add(response.socket.localPort);
      await textOf(response);
    }
    expect(ports.size).toBe(1);
    agent.destroy();
  });
});
