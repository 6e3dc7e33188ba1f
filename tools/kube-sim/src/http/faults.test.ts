import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { XRS, testSim, xr, xrd } from "../testing/test-sim.ts";
import { openWatch } from "../testing/test-watch.ts";

const GVR = "data.example/v1/xdatabases";
const objects = [xrd(), xr("a"), xr("b")];

describe("a fault", () => {
  it.each([
    [401, "application/json"],
    [403, "application/json"],
    [404, "text/plain; charset=utf-8"],
    [410, "application/json"],
    [429, "text/plain; charset=utf-8"],
    [500, "application/json"],
    [503, "application/json"],
    [504, "text/plain; charset=utf-8"],
  ])("answers %i as %s, for its own type only", async (status, type) => {
    const { get, fault } = await testSim(objects);
    await fault({ gvr: GVR, status, retryAfterSeconds: 2 });
    const answer = await get(XRS);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("retry-after")]).toEqual([
      status,
      type,
      "2",
    ]);
    expect((await get("/api/v1/namespaces")).status).toBe(200);
  });

  it("hits as often as it is told to, and only the verbs it is told", async () => {
    const { get, fault } = await testSim(objects);
    await fault({ gvr: "*/*/*", verbs: ["list"], times: 1, status: 500 });
    expect((await get(`${XRS}/a`)).status).toBe(200);
    expect((await get(XRS)).status).toBe(500);
    expect((await get(XRS)).status).toBe(200);
  });

  it("is listed with its hits, and removed", async () => {
    const { get, fault, send } = await testSim(objects);
    const added = await fault({ path: "/apis", status: 503 });
    await get("/apis");
    expect((await get("/_sim/faults")).body?.["faults"]).toEqual([{ path: "/apis", status: 503, id: 1, hits: 1 }]);
    await send("DELETE", `/_sim/faults/${String(added.body?.["id"])}`);
    expect((await get("/apis")).status).toBe(200);
  });

  it("leaves a request hanging until its sender gives up", async () => {
    const { sim, fault } = await testSim(objects);
    await fault({ gvr: GVR, hang: true });
    await expect(fetch(sim.url + XRS, { signal: AbortSignal.timeout(100) })).rejects.toThrow("timeout");
  });

  it("delays, and then answers truly", async () => {
    const { get, fault } = await testSim(objects);
    await fault({ latencyMs: 50 });
    const start = performance.now();
    expect((await get(XRS)).status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(49);
  });

  it("sends what is no JSON, or half of the truth", async () => {
    const { get, fault, send } = await testSim(objects);
    await fault({ gvr: GVR, malformed: true });
    const { status, body } = await get(XRS);
    expect([status, body]).toEqual([200, undefined]);
    await send("DELETE", "/_sim/faults");
    await fault({ gvr: GVR, reset: true });
    await expect(get(XRS)).rejects.toThrow("terminated");
  });

  it("expires the next continue token, and no first page", async () => {
    const { get, fault } = await testSim(objects);
    await fault({ gvr: GVR, expireContinue: true, times: 1 });
    const token = (await get(`${XRS}?limit=1`)).body?.metadata?.continue ?? "";
    expect((await get(`${XRS}?limit=1&continue=${token}`)).body?.reason).toBe("Expired");
    expect((await get(`${XRS}?limit=1&continue=${token}`)).status).toBe(200);
  });

  it.each([
    ["end", "clean", []],
    ["reset", "cut", []],
    ["expired", "clean", ["ERROR"]],
  ] as const)("drops the open watches: %s", async (how, ended, types) => {
    const sim = await testSim(objects);
    const version = (await sim.get(XRS)).body?.metadata?.resourceVersion ?? "";
    const watch = await openWatch(sim, `${XRS}?watch=1&resourceVersion=${version}`);
    await sim.fault({ gvr: "other.example/*/*", dropWatches: how });
    await sim.fault({ gvr: "data.example/*/*", dropWatches: how });
    expect(await watch.ended).toBe(ended);
    expect(watch.events.map(({ type }) => type)).toEqual(types);
  });

  it.each([
    [{ status: 418 }, "status must be"],
    [{ gvr: "xdatabases", hang: true }, "gvr must be group/version/resource"],
    [{ gvr: GVR }, "exactly one of"],
    [{ hang: true, status: 500 }, "exactly one of"],
    [{ toString: 1, hang: true }, "unknown field toString"],
  ])("that makes no sense is refused: %j", async (wrong, message) => {
    const { fault } = await testSim();
    const { status, body } = await fault(wrong);
    expect(status).toBe(400);
    expect(body?.["error"]).toContain(message);
  });
});

describe("the statistics", () => {
  it("count requests by verb and type, connections and open watches", async () => {
    const sim = await testSim(objects);
    await sim.get(XRS);
    await sim.get(`${XRS}/a`);
    await openWatch(sim, `${XRS}?watch=1`);
    const stats = sim.sim.stats();
    expect(stats.requests).toEqual({ [`get ${GVR}`]: 1, [`list ${GVR}`]: 1, [`watch ${GVR}`]: 1 });
    expect([stats.requestsTotal, stats.watchesOpen, stats.tlsHandshakes]).toEqual([3, 1, 0]);
    expect(stats.connections).toBeGreaterThan(0);
    await sim.send("DELETE", "/_sim/stats");
    await sleep(0);
    expect([sim.sim.stats().requestsTotal, sim.sim.stats().watchesOpen]).toEqual([0, 1]);
  });
});
