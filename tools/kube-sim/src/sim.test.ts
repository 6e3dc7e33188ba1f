import { connect } from "node:http2";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { startSim } from "./sim.ts";
import type { Sim, SimOptions } from "./sim.ts";
import { testSim } from "./testing/test-sim.ts";

async function secureSim(options: SimOptions = {}): Promise<Sim> {
  const sim = await startSim(options);
  onTestFinished(sim.close);
  return sim;
}

interface Kubeconfig {
  readonly clusters: readonly [
    { readonly cluster: { readonly server: string; readonly "certificate-authority-data": string } },
  ];
  readonly users: readonly [{ readonly user: { readonly token?: string } }];
}

const authorityOf = (sim: Sim): string =>
  Buffer.from(
    (parse(sim.kubeconfig()) as Kubeconfig).clusters[0].cluster["certificate-authority-data"],
    "base64",
  ).toString();

describe("over TLS", () => {
  it("speaks HTTP/1.1 to who trusts the kubeconfig's authority", async () => {
    const sim = await secureSim();
    const status = await new Promise((resolve, reject) => {
      request(`${sim.url}/readyz`, { ca: authorityOf(sim), agent: false }, (response) => {
        response.resume();
        resolve([response.httpVersion, response.statusCode]);
      })
        .on("error", reject)
        .end();
    });
    expect(status).toEqual(["1.1", 200]);
    expect(sim.stats()).toMatchObject({ connections: 1, tlsHandshakes: 1 });
  });

  it("speaks HTTP/2 when it is offered, many requests on one connection", async () => {
    const sim = await secureSim();
    const session = connect(sim.url, { ca: authorityOf(sim) });
    onTestFinished(() => session.destroy());
    const get = async (path: string): Promise<unknown> => {
      const stream = session.request({ ":path": path });
      const [headers] = (await once(stream, "response")) as [Readonly<Record<string, unknown>>];
      const chunks: Buffer[] = [];
      for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
      return [headers[":status"], Buffer.concat(chunks).toString()];
    };
    await once(session, "remoteSettings");
    expect(session.remoteSettings.maxConcurrentStreams).toBe(250);
    const answers = await Promise.all(Array.from({ length: 20 }, () => get("/readyz")));
    expect(answers).toEqual(Array.from({ length: 20 }, () => [200, "ok"]));
    expect(sim.stats()).toMatchObject({ connections: 1, tlsHandshakes: 1 });
  });

  it("watches over HTTP/2, and a cut watch resets its stream alone", async () => {
    const sim = await secureSim();
    const session = connect(sim.url, { ca: authorityOf(sim) });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ":path": "/api/v1/namespaces?watch=1&resourceVersion=0" });
    const [first] = (await once(stream, "data")) as [Buffer];
    expect(first.toString()).toContain('"type":"ADDED"');
    // A reset comes as an error and then a close; which of them is told is Node's business.
    stream.on("error", () => undefined);
    const closed = new Promise((resolve) => void stream.once("close", resolve));
    const drop = session.request({ ":path": "/_sim/faults", ":method": "POST" });
    drop.end(JSON.stringify({ dropWatches: "reset" }));
    await closed;
    expect(stream.rstCode).not.toBe(0);
    expect(session.destroyed).toBe(false);
    await expect.poll(() => sim.stats().watchesOpen).toBe(0);
  });
});

describe("with a token", () => {
  it("answers 401 to everyone else, even on /readyz, but not on the control endpoint", async () => {
    const { get } = await testSim([], { token: "secret" });
    expect((await get("/readyz")).body?.reason).toBe("Unauthorized");
    expect((await get("/apis", { authorization: "Bearer wrong" })).status).toBe(401);
    expect((await get("/apis", { authorization: "Bearer secret" })).status).toBe(200);
    expect((await get("/_sim/stats")).status).toBe(200);
  });

  it("writes a kubeconfig for its owner alone, and writes it again when the token rotates", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kube-sim-test-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, "kubeconfig");
    const { get, send, sim } = await testSim([], { token: "old", kubeconfig: path });
    const written = async (): Promise<Kubeconfig> => parse(await readFile(path, "utf8")) as Kubeconfig;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect([(await written()).clusters[0].cluster.server, (await written()).users[0].user.token]).toEqual([
      sim.url,
      "old",
    ]);
    await send("PUT", "/_sim/tokens", { tokens: ["new", "other"] });
    expect((await written()).users[0].user.token).toBe("new");
    expect((await get("/apis", { authorization: "Bearer old" })).status).toBe(401);
    expect((await get("/apis", { authorization: "Bearer other" })).status).toBe(200);
  });
});

describe("starting", () => {
  it("fails where the port is taken", async () => {
    const { port } = await secureSim();
    await expect(startSim({ port })).rejects.toThrow("EADDRINUSE");
  });

  it("fails where a file is missing", async () => {
    await expect(startSim({ objects: ["/no/such/file.json"] })).rejects.toThrow("/no/such/file.json");
  });
});
