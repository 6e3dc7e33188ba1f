import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLog } from "@xp-tracker/runtime";
import type { Body } from "@xp-tracker/http";
import type { Found } from "./messages.ts";
import { startRenderThread } from "./render-thread.ts";
import type { RenderThread, RenderThreadOptions } from "./render-thread.ts";
import { bookkeepingBodyOf, metricsPagesOf } from "../render/rendered.ts";

const never = new AbortController().signal;
const endingWorker = new URL("./testing/ending-worker.ts", import.meta.url);

let dir: string;
let lines: string[];
const threads: RenderThread[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "render-thread-"));
  lines = [];
});
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.close();
  await rm(dir, { recursive: true });
});

async function start(options: Partial<RenderThreadOptions> = {}): Promise<RenderThread> {
  const thread = await startRenderThread({
    settings: {
      store: { backend: "file", dir },
      clusterName: "",
      snapshotMaxBytes: 1_000_000,
      snapshotMaxRows: 10_000,
      metricsFamilies: ["summary", "resource"],
      logLevel: "info",
      logFormat: "json",
    },
    log: createLog({ service: "test", format: "json", destination: { write: (line) => void lines.push(line) } }),
    baseMs: 1,
    ...options,
  });
  threads.push(thread);
  return thread;
}

const persist = (text: string): Promise<void> => writeFile(join(dir, "snapshot.json"), text);
const snapshot = (generation: number): string =>
  JSON.stringify({
    claims: [{ gvr: "acme.example/v1/dbs", group: "acme.example", version: "v1", kind: "Db", name: "orders" }],
    xrs: [],
    persistedAt: "2026-02-15T10:00:00Z",
    generation,
  });

const textOf = (body: Body): string => String(gunzipSync(Buffer.concat(body.gzip ?? [])));
const renderedOf = (found: Found) => {
  if (found.kind !== "restored") throw new Error(`found ${found.kind}`);
  return found.rendered;
};

describe("the render thread", () => {
  it("finds nothing where nothing is, then the snapshot, and renders it once", async () => {
    const thread = await start();
    expect(thread.location).toContain(dir);
    expect(await thread.look(never)).toMatchObject({ kind: "absent" });

    await persist(snapshot(1));
    const rendered = renderedOf(await thread.look(never));
    expect(rendered.snapshot).toMatchObject({
      state: "served",
      generation: 1,
      classes: [{ total: 1, ready: 0 }, {}, {}],
    });
    const metrics = metricsPagesOf(rendered);
    const bookkeeping = bookkeepingBodyOf(rendered.snapshot, await thread.bookkeeping(never));
    expect(textOf(metrics.text)).toContain('crossplane_resource_info{class="claim",group="acme.example",kind="Db"');
    expect(textOf(metrics.openmetrics)).toBe(`${textOf(metrics.text)}# EOF\n`);
    expect(metrics.text.bytes).toBe(textOf(metrics.text).length);
    expect(JSON.parse(textOf(bookkeeping))).toMatchObject({ claims: [{ name: "orders" }] });
    expect(await thread.look(never)).toMatchObject({ kind: "unchanged" });

    await persist(snapshot(2));
    expect(renderedOf(await thread.look(never)).snapshot?.generation).toBe(2);
  });

  it("reports what is wrong with a snapshot, with its code, cause and remedy, and goes on", async () => {
    const thread = await start();
    await persist("{}");
    await expect(thread.look(never)).rejects.toMatchObject({ code: "SNAPSHOT_CORRUPT", remedy: expect.any(String) });
    await persist(snapshot(3));
    expect(await thread.look(never)).toMatchObject({ kind: "restored" });
  });

  it("is started again when it ends, and the log says why", async () => {
    const thread = await start({ program: endingWorker });
    expect(await thread.look(never)).toMatchObject({ kind: "absent" });
    const [line = "", ...others] = lines;
    for (const part of ["ERROR", "what is served stays", "RENDER_THREAD", "out of luck"]) expect(line).toContain(part);
    expect(others).toEqual([]);
  });

  it("gives a look up when it is told to", async () => {
    await persist(snapshot(1));
    const thread = await start();
    const stop = new AbortController();
    const looking = thread.look(stop.signal);
    stop.abort();
    await expect(looking).rejects.toThrow("abort");
  });

  it("ends by itself when it is closed, also in the middle of a look", async () => {
    await persist(snapshot(1));
    for (const isLooking of [false, true]) {
      const thread = await start({ endingMs: 3_600_000 });
      const looking = isLooking ? thread.look(never).catch(() => undefined) : undefined;
      await expect(thread.close()).resolves.toBeUndefined();
      await looking;
    }
  });

  it("gives up for this time when it cannot be started", async () => {
    await expect(start({ program: new URL("./testing/absent.ts", import.meta.url) })).rejects.toMatchObject({
      code: "RENDER_THREAD",
    });
  });
});
