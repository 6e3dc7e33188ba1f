import {
  prometheusSkipReason,
  redisSkipReason,
  startKubeSim,
  startOwnS3Server,
  startPrometheus,
  startRedis,
  startService,
} from "@xp-tracker/testing";
import type { RunningService } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { answer, eventually, page } from "./testing/http.ts";
import { samplesOf, select, total } from "./testing/page.ts";
import { claimsOnPage, recountClaims } from "./testing/recount.ts";
import { pollsOf, s3Store } from "./testing/settings.ts";

const REFRESH_INTERVAL_SECONDS = 12;
/** The loop waits 10 % more or less; the rest is for a busy machine. */
const LATEST_BY_TIMER_MS = REFRESH_INTERVAL_SECONDS * 1_100 + 8_000;

const generationOf = (body: string): number => total(body, "xp_tracker_snapshot_generation");
const missing = redisSkipReason();
const noPrometheus = prometheusSkipReason();

/** Stands in where nothing is tested. */
const absentRedis = { url: "redis://127.0.0.1:1", start: () => Promise.resolve(), stop: () => Promise.resolve() };

const own = stopsAtEnd();
const sim = own(await startKubeSim({ claims: 200, speed: 0 }));
const s3 = own(await startOwnS3Server());
const redis = missing === undefined ? own(await startRedis()) : absentRedis;
const shared = { ...s3Store(s3), REDIS_URL: redis.url, S3_TIMEOUT_SECONDS: "2" };
const exporting = { ...shared, REFRESH_INTERVAL_SECONDS: String(REFRESH_INTERVAL_SECONDS) };
const poller = own(await startService("poller", { ...shared, ...pollsOf(sim) }));
const exporters = [
  own(await startService("exporter", exporting)),
  own(await startService("exporter", exporting)),
] as const;
const metricsOf = ({ url }: Pick<RunningService, "url">) => page(`${url}/metrics`);
const telemetryOf = ({ telemetryUrl }: Pick<RunningService, "telemetryUrl">) => page(`${telemetryUrl}/metrics`);

/** Resolves with the first page whose generation is above `after`, and when it was seen, in Unix milliseconds. */
const newer = (exporter: RunningService, after: number, timeoutMs = 20_000) =>
  eventually(async () => {
    const body = await metricsOf(exporter);
    expect(generationOf(body)).toBeGreaterThan(after);
    return { body, seenAt: Date.now() };
  }, timeoutMs);

describe.skipIf(missing !== undefined)(`poller and two exporters over S3 and Redis (${missing ?? "real ones"})`, () => {
  it("serves a new cycle on both replicas within a second", async () => {
    const delays: number[] = [];
    for (let cycle = 0; cycle < 5; cycle += 1) {
      const before = Math.max(...(await Promise.all(exporters.map(metricsOf))).map(generationOf), 0);
      const seen = await Promise.all(exporters.map((exporter) => newer(exporter, Number.isNaN(before) ? 0 : before)));
      for (const { body, seenAt } of seen)
        delays.push(seenAt - total(body, "xp_tracker_snapshot_timestamp_seconds") * 1_000);
    }
    const rounded = delays.slice(2).map((delay) => Math.round(delay));
    console.log(`end of the cycle to new bytes on each of two exporters, ms: ${rounded.join(" ")}`);
    // The figure is for reading; a loaded machine must not break the test, and the timer alone would take 12 s.
    expect(Math.max(...rounded)).toBeLessThan(9_000);
  });

  it("answers with the same bytes on both replicas", async () => {
    await eventually(async () => {
      const [one, two] = await Promise.all(exporters.map(metricsOf));
      expect(generationOf(one ?? "")).toBe(generationOf(two ?? ""));
      expect(Buffer.from(one ?? "").equals(Buffer.from(two ?? ""))).toBe(true);
    });
    expect(claimsOnPage(samplesOf(await metricsOf(exporters[0])))).toEqual(await recountClaims(sim.api));
  });

  it.skipIf(noPrometheus !== undefined)(
    `gives the right sums in PromQL (${noPrometheus ?? "a real Prometheus scrapes both"})`,
    async () => {
      const targets = exporters.map(({ url }) => new URL(url).host);
      const prometheus = own(await startPrometheus({ targets: { "xp-tracker": targets } }));
      expect((await prometheus.scraped()).map(({ health }) => health)).toEqual(["up", "up"]);
      const counts = Object.values(await recountClaims(sim.api)).map((text) => text.split(" ").map(Number));
      const sumOf = (index: number) => counts.reduce((sum, pair) => sum + (pair[index] ?? 0), 0);
      await eventually(async () => {
        const ask = async (query: string) => (await prometheus.query(query)).map(({ value }) => value);
        expect(await ask("count(count by (instance) (crossplane_claims_total))")).toEqual([2]);
        expect(await ask("sum(max without (instance) (crossplane_claims_total))")).toEqual([sumOf(0)]);
        expect(await ask("sum(max without (instance) (crossplane_claims_ready))")).toEqual([sumOf(1)]);
      });
    },
  );

  it("is followed by the timer alone while Redis is down, and at once when it is back", async () => {
    await redis.stop();
    for (const exporter of exporters)
      await eventually(async () => expect(total(await telemetryOf(exporter), "xp_tracker_refresh_subscribed")).toBe(0));
    await poller.logged("refresh not announced");
    const before = await Promise.all(exporters.map(async (exporter) => generationOf(await metricsOf(exporter))));
    const stoppedAt = Date.now();
    const followed = await Promise.all(
      exporters.map((exporter, index) => newer(exporter, before[index] ?? 0, LATEST_BY_TIMER_MS)),
    );
    const byTimer = followed.map(({ seenAt }) => seenAt - stoppedAt);

    await redis.start();
    const startedAt = Date.now();
    const refreshed = await Promise.all(
      exporters.map((exporter, index) => newer(exporter, generationOf(followed[index]?.body ?? ""), 10_000)),
    );
    const atOnce = refreshed.map(({ seenAt }) => seenAt - startedAt);
    console.log(`redis stopped: followed after ms ${byTimer.join(" ")}; started again: after ms ${atOnce.join(" ")}`);
    // Well before the timer, which has only just fired.
    for (const delay of atOnce) expect(delay).toBeLessThan(REFRESH_INTERVAL_SECONDS * 900);
  });

  it("keeps serving while S3 is down, says so, and recovers by itself", async () => {
    await s3.halt();
    const failed = poller.log.length;
    await poller.logged("snapshot not persisted", failed);
    expect(total(await telemetryOf(poller), "xp_tracker_persist_failures_total")).toBeGreaterThan(0);
    const served = await metricsOf(exporters[0]);
    const late = own(await startService("exporter", { ...exporting, REFRESH_INTERVAL_SECONDS: "2" }));

    await late.logged("snapshot cannot be read, what is served stays");
    expect((await answer(`${late.url}/healthz`)).status).toBe(200);
    expect((await answer(`${late.url}/readyz`)).status).toBe(503);
    expect(select(await metricsOf(late), "crossplane_claims_total")).toEqual([]);
    expect(total(await metricsOf(late), "xp_tracker_snapshot_loaded")).toBe(0);

    for (const exporter of exporters) {
      await exporter.logged("snapshot cannot be read, what is served stays");
      expect(total(await telemetryOf(exporter), "xp_tracker_restores_total", { outcome: "failed" })).toBeGreaterThan(0);
      expect(await metricsOf(exporter)).toBe(served);
      expect((await answer(`${exporter.url}/readyz`)).status).toBe(200);
    }

    await s3.start();
    await eventually(async () => expect((await answer(`${late.url}/readyz`)).status).toBe(200), 40_000);
    await Promise.all([late, ...exporters].map((exporter) => newer(exporter, generationOf(served), 40_000)));
    for (const exporter of exporters) await exporter.logged("snapshot can be read again");
  });
});
