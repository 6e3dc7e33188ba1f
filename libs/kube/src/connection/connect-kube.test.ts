import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kubeconfig, startHttpsServer, type HttpsExchange, type HttpsServerOptions } from "@xp-tracker/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { startRelay } from "../testing/relay.ts";
import { connectKube, type ConnectOptions } from "./connect-kube.ts";

const never = new AbortController().signal;
const quickRetry = { attempts: 3, baseMs: 1, maxMs: 2_000 };

describe("one pool for all requests", () => {
  it.each([true, false])("200 lists in parallel cost at most 4 connections (HTTP/2: %s)", async (http2) => {
    const { client, server } = await connected(({ response }) => json(response, 200, { ok: true }), {}, { http2 });
    await Promise.all(Array.from({ length: 200 }, (_, index) => client.get(`/list/${index}`, {}, never)));
    expect(server.connections()).toBeLessThanOrEqual(4);
  });

  it("200 lists one after the other cost 1 connection", async () => {
    const { client, server } = await connected(({ response }) => json(response, 200, {}));
    for (let index = 0; index < 200; index += 1) await client.get(`/list/${index}`, {}, never);
    expect(server.connections()).toBe(1);
  });

  it("asks for JSON under its own name, below the server's base path, with an encoded query", async () => {
    const seen: HttpsExchange[] = [];
    const { client } = await connected((exchange) => {
      seen.push(exchange);
      json(exchange.response, 200, {});
    });
    await client.get("/apis", { limit: 5, continue: "a b=", labelSelector: undefined }, never);
    expect(seen[0]?.url).toBe("/apis?limit=5&continue=a+b%3D");
    expect(seen[0]?.headers).toMatchObject({
      accept: "application/json",
      "user-agent": "xp-tracker/test",
      authorization: "Bearer secret-token",
    });
  });
});

describe("failures and their classes", () => {
  const status = (code: number, reason: string) => ({ kind: "Status", status: "Failure", message: reason, code });

  it.each([
    [401, "unauthorized"],
    [403, "forbidden"],
    [404, "not_found"],
    [410, "expired"],
    [429, "throttled"],
    [500, "server_error"],
    [503, "server_error"],
    [504, "timeout"],
    [400, "malformed"],
    [302, "malformed"],
  ])("HTTP %i is %s", async (code, errorClass) => {
    const { client } = await connected(({ response }) => json(response, code, status(code, "because")));
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({
      code: "KUBE_API",
      errorClass,
      httpStatus: code,
      message: `GET /x: HTTP ${code} because`,
    });
  });

  it("takes the message from plain text, and from a Status that calls itself plain text", async () => {
    const bodies = [
      "404 page not found\n",
      JSON.stringify({ metadata: {}, status: "Failure", message: "etcd timeout" }),
    ];
    const { client } = await connected(({ response }) => {
      response.writeHead(404, { "content-type": "text/plain" });
      response.end(bodies.shift() ?? "");
    });
    await expect(client.get("/x", {}, never)).rejects.toThrow("GET /x: HTTP 404 404 page not found");
    await expect(client.get("/x", {}, never)).rejects.toThrow("GET /x: HTTP 404 etcd timeout");
  });

  it("an answer that is not JSON is malformed, and is not asked for again", async () => {
    let requests = 0;
    const { client } = await connected(({ response }) => {
      requests += 1;
      response.end("<html>");
    });
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "malformed" });
    expect(requests).toBe(1);
  });

  it.each([true, false])("a body that is cut in the middle is a network failure (HTTP/2: %s)", async (http2) => {
    let requests = 0;
    const { client } = await connected(
      ({ response }) => {
        requests += 1;
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"items":[1,');
        setImmediate(() => response.destroy());
      },
      {},
      { http2 },
    );
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "network" });
    expect(requests).toBe(3);
  });

  it("a server that cannot be reached is a network failure", async () => {
    const { client, server } = await connected(({ response }) => json(response, 200, {}));
    await server.stop();
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "network" });
  });

  it("a server whose certificate is not trusted is a network failure", async () => {
    const { server } = await connected(({ response }) => json(response, 200, {}));
    const stranger = await startHttpsServer(({ response }) => json(response, 200, {}));
    onTestFinished(stranger.stop);
    const client = await clientWith(kubeconfig({ server: server.url, ca: stranger.authority.cert }));
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "network" });
  });

  it("an answer above the body limit is refused while it arrives", async () => {
    const { client } = await connected(({ response }) => json(response, 200, "x".repeat(5_000)), {
      maxBodyBytes: 4_000,
    });
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ tooLarge: true });
  });
});

describe("retries", () => {
  it("waits as long as Retry-After asks", async () => {
    const times: number[] = [];
    const { client } = await connected(({ response }) => {
      times.push(performance.now());
      if (times.length > 1) return json(response, 200, { ok: true });
      response.writeHead(429, { "retry-after": "1", "content-type": "text/plain" });
      response.end("Too many requests, please try again later.\n");
    });
    await expect(client.get("/x", {}, never)).resolves.toEqual({ ok: true });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
  });

  it("leaves a longer Retry-After to the next cycle", async () => {
    let requests = 0;
    const { client } = await connected(({ response }) => {
      requests += 1;
      response.writeHead(503, { "retry-after": "3600" });
      response.end();
    });
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
    expect(requests).toBe(1);
  });

  it("tries a failing server three times in all", async () => {
    let requests = 0;
    const { client } = await connected(({ response }) => {
      requests += 1;
      json(response, 500, { message: "oops" });
    });
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "server_error" });
    expect(requests).toBe(3);
  });

  it.each([400, 403, 404, 410])("does not repeat what will stay refused: %i", async (code) => {
    let requests = 0;
    const { client } = await connected(({ response }) => {
      requests += 1;
      json(response, code, {});
    });
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ httpStatus: code });
    expect(requests).toBe(1);
  });
});

describe("deadlines and aborts", () => {
  const reason = new Error("shutting down");

  it("a server that does not answer is a timeout, tried once", async () => {
    let requests = 0;
    const { client } = await connected(() => void (requests += 1), { requestTimeoutMs: 200 });
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "timeout" });
    expect(requests).toBe(1);
  });

  it("a body that stops arriving is a timeout", async () => {
    const { client } = await connected(({ response }) => void response.write('{"items":['), { requestTimeoutMs: 200 });
    await expect(client.get("/x", {}, never)).rejects.toMatchObject({ errorClass: "timeout" });
  });

  it("a hanging request does not hold up the others", async () => {
    const { client } = await connected(({ url, response }) => {
      if (url !== "/hang") json(response, 200, {});
    });
    const stop = new AbortController();
    const hanging = client.get("/hang", {}, stop.signal);
    await Promise.all(Array.from({ length: 20 }, () => client.get("/x", {}, never)));
    stop.abort(reason);
    await expect(hanging).rejects.toBe(reason);
  });

  it("an abort ends a request that waits for its answer, with the abort's reason", async () => {
    const stop = new AbortController();
    const { client } = await connected(() => stop.abort(reason));
    await expect(client.get("/x", {}, stop.signal)).rejects.toBe(reason);
  });

  it("an abort ends a request that waits for its body", async () => {
    const stop = new AbortController();
    const { client } = await connected(({ response }) => {
      response.write("[");
      setTimeout(() => stop.abort(reason), 50);
    });
    await expect(client.get("/x", {}, stop.signal)).rejects.toBe(reason);
  });

  it("an abort ends a request that still waits for its connection", async () => {
    const client = await clientWith(kubeconfig({ server: `https://127.0.0.1:${await silentPort()}` }));
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 50);
    // Undici alone would notice after its connect timeout of 10 s.
    await expect(client.get("/x", {}, stop.signal)).rejects.toBe(reason);
  }, 5_000);

  it("an abort ends the wait before the next try", async () => {
    const stop = new AbortController();
    const { client } = await connected(
      ({ response }) => {
        response.writeHead(429, { "retry-after": "600" });
        response.end();
        setTimeout(() => stop.abort(reason), 50);
      },
      { retry: { attempts: 3, baseMs: 1, maxMs: 1_000_000 } },
    );
    await expect(client.get("/x", {}, stop.signal)).rejects.toBe(reason);
  }, 5_000);

  it("an aborted signal sends nothing", async () => {
    let requests = 0;
    const { client } = await connected(() => void (requests += 1));
    await expect(client.get("/x", {}, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(requests).toBe(0);
  });
});

function json(response: HttpsExchange["response"], status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

it("requests that are given up while they wait may be answered and their connections cut: the client goes on", async () => {
  // 4 connections, and the server takes 100 requests at a time on each.
  const underWay = 400;
  let asked = 0;
  const server = await startHttpsServer(({ url, response }) => {
    asked += 1;
    if (url === "/after") return json(response, 200, { ok: true });
    // Those that are under way hang; those that the abort lets out, in the moment of their own, are answered.
    if (asked <= underWay) return;
    response.writeHead(200);
    response.write("{");
  });
  const relay = await startRelay(() => server.port);
  onTestFinished(async () => {
    await relay.stop();
    await server.stop();
  });
  const address = `https://127.0.0.1:${relay.port}`;
  const config = kubeconfig({ server: address, ca: server.authority.cert, user: { token: "secret-token" } });
  const client = await clientWith(config);
  const stop = new AbortController();
  const all = Array.from({ length: 600 }, (_, index) => client.get(`/wait/${index}`, {}, stop.signal));
  const ended = Promise.allSettled(all);
  await vi.waitFor(() => expect(asked).toBe(underWay), { timeout: 10_000 });
  stop.abort(new Error("given up"));
  expect((await ended).every(({ status }) => status === "rejected")).toBe(true);
  await vi.waitFor(() => expect(asked).toBe(600), { timeout: 10_000 });
  relay.cut();
  expect(await client.get("/after", {}, never)).toEqual({ ok: true });
}, 60_000);

async function connected(
  answer: (exchange: HttpsExchange) => void,
  options: Partial<ConnectOptions> = {},
  serverOptions: HttpsServerOptions = {},
) {
  const server = await startHttpsServer(answer, serverOptions);
  onTestFinished(server.stop);
  const config = kubeconfig({ server: server.url, ca: server.authority.cert, user: { token: "secret-token" } });
  return { server, client: await clientWith(config, options) };
}

async function clientWith(config: string, options: Partial<ConnectOptions> = {}) {
  const folder = await mkdtemp(join(tmpdir(), "kube-client-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const kubeconfigPath = join(folder, "kubeconfig");
  await writeFile(kubeconfigPath, config);
  const client = await connectKube({
    kubeconfigPath,
    requestTimeoutMs: 20_000,
    userAgent: "xp-tracker/test",
    retry: quickRetry,
    ...options,
  });
  onTestFinished(() => client.close());
  return client;
}

/** A port where connections are taken, but no TLS handshake is answered. */
async function silentPort(): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on("error", () => undefined)));
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}
