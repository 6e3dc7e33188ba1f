import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exporterMetrics, familiesOf, processRegistry } from "@xp-tracker/metrics";
import { createLog } from "@xp-tracker/runtime";
import { afterAll, describe, expect, it, vi } from "vitest";
import { followSnapshot } from "./follow-snapshot.ts";
import { renderSnapshot } from "./render/render-snapshot.ts";
import { startRenderThread } from "./thread/render-thread.ts";
import { serving } from "./serve/served.ts";

const directory = await mkdtemp(join(tmpdir(), "follow-snapshot-"));
afterAll(() => rm(directory, { recursive: true }));

const snapshotOf = (generation: number): string =>
  JSON.stringify({ claims: [], xrs: [], persistedAt: "2026-02-15T10:00:00Z", generation });

/** Follows `snapshot.json` in a directory of its own; nothing but `wake` makes it look again, unless there is an interval. */
async function follow(name: string, text: string | undefined, intervalMs = 60_000) {
  const dir = join(directory, name);
  const write = async (next: string): Promise<void> => {
    await mkdir(dir, { recursive: true });
    await writeFile(join(dir, "snapshot.json"), next);
  };
  if (text !== undefined) await write(text);
  const lines: { readonly level: string; readonly msg: string }[] = [];
  const log = createLog({
    service: "exporter",
    format: "json",
    destination: { write: (line) => void lines.push(JSON.parse(line) as (typeof lines)[number]) },
  });
  const registry = processRegistry({ service: "exporter", version: "0.0.0", revision: "" });
  const metrics = exporterMetrics(registry);
  const stop = new AbortController();
  const served = serving(await renderSnapshot(undefined, familiesOf(["summary"]), stop.signal), metrics);
  const thread = await startRenderThread({
    settings: {
      store: { backend: "file", dir },
      clusterName: "",
      snapshotMaxBytes: 1_000_000,
      snapshotMaxRows: 10_000,
      metricsFamilies: ["summary"],
      logLevel: "info",
      logFormat: "json",
    },
    log,
  });
  const following = followSnapshot({ thread, served, intervalMs, log, metrics }, stop.signal);
  const looks = async (): Promise<number> => {
    const page = (await registry.render()).body;
    return [...page.matchAll(/^xp_tracker_restores_total\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0);
  };
  /** Resolves once it has looked so often in all. */
  const looked = (times: number) => vi.waitFor(async () => expect(await looks()).toBeGreaterThanOrEqual(times), 10_000);
  const end = async (): Promise<void> => {
    stop.abort();
    await following.done;
    await thread.close();
  };
  const generation = (): number | undefined => served.current().snapshot?.generation;
  const messages = (): readonly string[] => lines.map(({ msg }) => msg);
  const wake = (): void => following.wake();
  const trouble = (): string => following.trouble();
  return { wake, trouble, write, looked, generation, messages, end };
}

const unreadable = "snapshot cannot be read, what is served stays";

describe("an exporter that follows a snapshot", () => {
  it("serves what is there, and nothing while there is none", async () => {
    const { write, wake, looked, generation, trouble, end } = await follow("absent", undefined);
    await looked(1);
    expect([generation(), trouble()]).toEqual([undefined, ""]);
    await write(snapshotOf(7));
    wake();
    await looked(2);
    expect(generation()).toBe(7);
    await end();
  });

  it("finds a newer one by its timer alone", async () => {
    const { write, generation, end } = await follow("timer", snapshotOf(1), 20);
    await vi.waitFor(() => expect(generation()).toBe(1), 10_000);
    await write(snapshotOf(2));
    await vi.waitFor(() => expect(generation()).toBe(2), 10_000);
    await end();
  });

  it("keeps what it serves through an outage, which is one line in the log, and its end another", async () => {
    const { write, wake, looked, generation, trouble, messages, end } = await follow("outage", snapshotOf(1));
    await looked(1);
    await write("half of a snaps");
    for (const times of [2, 3, 4]) {
      wake();
      await looked(times);
    }
    expect([generation(), trouble()]).toEqual([1, "SNAPSHOT_CORRUPT"]);
    await write(snapshotOf(5));
    wake();
    await looked(5);
    expect([generation(), trouble()]).toEqual([5, ""]);
    expect(messages()).toEqual(["snapshot served", unreadable, "snapshot can be read again", "snapshot served"]);
    await end();
  });
});
