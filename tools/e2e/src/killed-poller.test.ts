import { s3Objects, s3Servers, startKubeSim, startService } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { startCutProxy } from "./testing/cut-proxy.ts";
import type { HeldPut } from "./testing/cut-proxy.ts";
import { eventually, page } from "./testing/http.ts";
import { total } from "./testing/page.ts";
import { pollsOf, s3Store } from "./testing/settings.ts";

const KILLS = 50;
/** Pollers that are killed at the same time, each with a bucket prefix of its own. */
const LANES = 2;
const own = stopsAtEnd();
const sim = own(await startKubeSim({ claims: 150, speed: 0 }));

describe.each(s3Servers())("a poller that is killed while it persists to $name", ({ start }) => {
  it(`leaves a whole snapshot each of ${KILLS} times`, async () => {
    const server = own(await start());
    const objects = own(s3Objects(server));
    const lanes = Array.from({ length: LANES }, (_, lane) => killInLane(server, objects, lane));
    // Both to their end, so that no poller is left when one fails.
    await Promise.allSettled(lanes);
    const kills = (await Promise.all(lanes)).flat();

    const partly = kills.filter(({ sentBytes, bodyBytes }) => sentBytes > 0 && sentBytes < bodyBytes);
    const generations = new Set(kills.map(({ generation, lane }) => `${lane} ${generation}`));
    console.log(
      `${kills.length} kills: ${partly.length} in mid-body (${Math.min(...partly.map(share))}-${Math.max(...partly.map(share))} % sent), ` +
        `${kills.length - partly.length} with the whole body sent and no answer; ` +
        `${generations.size} different whole snapshots of ${Math.min(...kills.map(({ bodyBytes }) => bodyBytes))} bytes and more`,
    );
    expect(kills).toHaveLength(KILLS);
    expect(partly.length).toBeGreaterThan(KILLS / 2);
    expect(generations.size).toBeGreaterThan(2);
  }, 600_000);
});

interface Kill extends HeldPut {
  readonly lane: number;
  /** Of the snapshot that lies there after it. */
  readonly generation: number;
}

const share = ({ sentBytes, bodyBytes }: HeldPut): number => Math.round((100 * sentBytes) / bodyBytes);

async function killInLane(
  server: Parameters<typeof s3Store>[0],
  objects: ReturnType<typeof s3Objects>,
  lane: number,
): Promise<readonly Kill[]> {
  const proxy = own(await startCutProxy(server.endpoint));
  const prefix = `lane-${lane}`;
  const key = `${prefix}/snapshot.json`;
  const settings = { ...s3Store({ ...server, endpoint: proxy.url }), S3_KEY_PREFIX: prefix, ...pollsOf(sim) };
  const first = await startService("poller", settings);
  await first.logged("poll cycle complete");
  await first.stop();
  let generation = wholeSnapshot(await objects.get(key));

  const kills: Kill[] = [];
  for (let round = 0; round < KILLS / LANES; round += 1) {
    // Every fifth time the server has received it all: the snapshot may then be the next one.
    const held = proxy.hold(`/${server.bucket}/${key}`, round % 5 === 4 ? 1 : (round + 1) / (KILLS / LANES + 1));
    const poller = own(await startService("poller", settings));
    const put = await held;
    poller.kill("SIGKILL");
    expect(await poller.exited).toEqual({ code: null, signal: "SIGKILL" });
    const found = wholeSnapshot(await objects.get(key));
    expect(found).toBeGreaterThanOrEqual(generation);
    generation = found;
    kills.push({ ...put, lane, generation });
  }

  const exporter = own(await startService("exporter", settings));
  await eventually(async () =>
    expect(total(await page(`${exporter.url}/metrics`), "xp_tracker_snapshot_generation")).toBe(generation),
  );
  return kills;
}

interface SnapshotText {
  readonly claims: readonly unknown[];
  readonly xrs: readonly unknown[];
  readonly mrs: readonly unknown[];
  readonly generation: number;
  readonly sources: readonly { readonly class: string; readonly rows: number }[];
}

/** The generation of a snapshot that is whole: valid JSON with as many rows as its own record of sources says. */
function wholeSnapshot(body: Buffer): number {
  const { claims, xrs, mrs, generation, sources } = JSON.parse(body.toString()) as SnapshotText;
  const rowsOf = (name: string) =>
    sources.filter((source) => source.class === name).reduce((sum, { rows }) => sum + rows, 0);
  expect([claims.length, xrs.length, mrs.length]).toEqual(["claim", "composite", "managed"].map(rowsOf));
  expect(claims.length).toBe(150);
  return generation;
}
