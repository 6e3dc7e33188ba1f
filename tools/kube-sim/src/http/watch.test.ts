import { describe, expect, it } from "vitest";
import { XRDS, XRS, testSim, xr, xrd } from "../testing/test-sim.ts";
import type { TestSim } from "../testing/test-sim.ts";
import { brief, openWatch } from "../testing/test-watch.ts";

const version = async ({ get }: TestSim): Promise<string> => (await get(XRS)).body?.metadata?.resourceVersion ?? "";

describe("a watch", () => {
  it("goes on where a list ended, with every change and without a gap", async () => {
    const sim = await testSim([xrd(), xr("a")]);
    const from = await version(sim);
    await sim.send("POST", XRS, xr("b"));
    const watch = await openWatch(sim, `${XRS}?watch=true&resourceVersion=${from}`);
    await sim.send("PATCH", `${XRS}/b/status`, { status: { ready: true } });
    await sim.send("PATCH", `${XRS}/b/status`, { status: { ready: true } });
    await sim.send("DELETE", `${XRS}/a`);
    expect(brief(await watch.until(3))).toEqual(["ADDED b", "MODIFIED b", "DELETED a"]);
    const versions = watch.events.map(({ object }) => Number(object.metadata?.resourceVersion));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });

  it("begins with what is there when it is given no version", async () => {
    const sim = await testSim([xrd(), xr("a"), xr("b")]);
    const watch = await openWatch(sim, `${XRS}?watch=1`);
    expect(brief(await watch.until(2)).toSorted()).toEqual(["ADDED a", "ADDED b"]);
  });

  it("shows an object that stops matching as deleted, as it was before, under the new version", async () => {
    const sim = await testSim([xrd(), xr("a", { env: "prod" })]);
    const watch = await openWatch(sim, `${XRS}?watch=1&labelSelector=env%3Dprod&resourceVersion=${await version(sim)}`);
    const { body } = await sim.send("PATCH", `${XRS}/a`, { metadata: { labels: { env: "dev" } } });
    const [event] = await watch.until(1);
    expect(event?.type).toBe("DELETED");
    expect(event?.object.metadata?.labels).toEqual({ env: "prod" });
    expect(event?.object.metadata?.resourceVersion).toBe(body?.metadata?.resourceVersion);
  });

  it("from a version that is compacted is 200, one ERROR 410 and a clean end", async () => {
    const sim = await testSim([xrd(), xr("a")]);
    const from = await version(sim);
    await sim.send("POST", XRS, xr("b"));
    await sim.send("POST", "/_sim/compact");
    const watch = await openWatch(sim, `${XRS}?watch=1&resourceVersion=${from}`);
    expect(await watch.ended).toBe("clean");
    expect(watch.status).toBe(200);
    expect(watch.events.map(({ type, object }) => [type, object.code, object.reason])).toEqual([
      ["ERROR", 410, "Expired"],
    ]);
  });

  it("ends cleanly after timeoutSeconds", async () => {
    const sim = await testSim([xrd()]);
    const watch = await openWatch(sim, `${XRS}?watch=1&timeoutSeconds=1`);
    expect(await watch.ended).toBe("clean");
  });

  it("sends bookmarks to who asks for them, and only when they say something new", async () => {
    const sim = await testSim([xrd(), xr("a")], { bookmarkSeconds: 0.05 });
    const from = await version(sim);
    const asked = await openWatch(sim, `${XRS}?watch=1&allowWatchBookmarks=true&resourceVersion=${from}`);
    const unasked = await openWatch(sim, `${XRS}?watch=1&resourceVersion=${from}`);
    await sim.send("POST", XRS, xr("b"));
    const events = await asked.until(3);
    expect(brief(events).slice(0, 3)).toEqual(["ADDED b", "BOOKMARK", "BOOKMARK"]);
    expect(events[1]?.object.metadata?.resourceVersion).toBe(events[0]?.object.metadata?.resourceVersion);
    expect(brief(unasked.events)).toEqual(["ADDED b"]);
  });

  it("of a quiet kind gets no bookmark at all", async () => {
    const sim = await testSim([xrd(), xr("a")], { bookmarkSeconds: 0.05 });
    const query = `watch=1&allowWatchBookmarks=true&timeoutSeconds=1&resourceVersion=${await version(sim)}`;
    const watch = await openWatch(sim, `${XRS}?${query}`);
    expect(await watch.ended).toBe("clean");
    expect(watch.events).toEqual([]);
  });

  it("ends with a DELETED for each object when the definition goes; afterwards the type is unknown", async () => {
    const sim = await testSim([xrd(), xr("a"), xr("b")]);
    const watch = await openWatch(sim, `${XRS}?watch=1&resourceVersion=${await version(sim)}`);
    await sim.send("DELETE", `${XRDS}/xdatabases.data.example`);
    expect(await watch.ended).toBe("clean");
    expect(brief(watch.events)).toEqual(["DELETED a", "DELETED b"]);
    const { status, text } = await sim.get(XRS);
    expect([status, text]).toEqual([404, "404 page not found\n"]);
  });
});
