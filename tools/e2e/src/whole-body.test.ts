import { execFile, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { prometheusSkipReason, startKubeSim, startPrometheus, startService } from "@xp-tracker/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { browserSkipReason, startBrowser } from "./testing/browser.ts";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { eventually, page } from "./testing/http.ts";
import { samplesOf, total } from "./testing/page.ts";
import { fileStore, pollsOf } from "./testing/settings.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const run = promisify(execFile);
const CLAIMS = 1_500;
const PREPARED_IN_MS = 120_000;
const LONGER_THAN_A_REFRESH_MS = 3_000;
const MOST_BYTES = 2 ** 28;

const own = stopsAtEnd();
const { path } = own(await temporaryDirectory());
const sim = own(await startKubeSim({ claims: CLAIMS, speed: 0 }));
const exporter = own(await startService("exporter", { ...fileStore(path), REFRESH_INTERVAL_SECONDS: "1" }));
const poller = own(await startService("poller", { ...fileStore(path), ...pollsOf(sim) }));
const url = `${exporter.url}/metrics`;

const noCurl = spawnSync("curl", ["--version"]).status === 0 ? undefined : "curl is not on PATH";
const noPrometheus = prometheusSkipReason();
const noBrowser = browserSkipReason();

const curled = async (...flags: readonly string[]): Promise<number> => {
  const options = { encoding: "buffer", maxBuffer: MOST_BYTES } as const;
  return (await run("curl", ["--silent", "--show-error", "--fail", ...flags, url], options)).stdout.length;
};

/** Every reader unpacks one gzip member that was joined of many pieces; a reader that stops at a seam loses the rest. */
describe("a page of many pieces, read whole", () => {
  /** Bytes of the page as it is before it is compressed. */
  let plain = 0;

  // It is put together of what was kept and what is new, and then stays as it is.
  beforeAll(async () => {
    const generation = await eventually(async () => {
      const body = await page(url);
      if (total(body, "crossplane_claims_total") !== CLAIMS) throw new Error("some claims are not there yet");
      return total(body, "xp_tracker_snapshot_generation");
    });
    await sim.control.churn(20);
    await eventually(async () => {
      const now = total(await page(url), "xp_tracker_snapshot_generation");
      if (now <= generation) throw new Error(`still generation ${now}`);
    });
    await poller.stop();
    await eventually(async () => {
      const first = await page(url);
      await sleep(LONGER_THAN_A_REFRESH_MS);
      if ((await page(url)) !== first) throw new Error("the page still changes");
      plain = Buffer.byteLength(first);
    });
  }, PREPARED_IN_MS);

  it("is sent compressed to who asks for it", async () => {
    const { headers } = await fetch(url, { method: "HEAD", headers: { "accept-encoding": "gzip" } });
    expect(headers.get("content-encoding")).toBe("gzip");
    expect(Number(headers.get("content-length"))).toBeLessThan(plain / 4);
    expect(plain).toBeGreaterThan(1_000_000);
  });

  it("by fetch of Node", async () => {
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(plain);
  });

  it.skipIf(noCurl)(`by curl, plain and with --compressed (${noCurl ?? "real one"})`, async () => {
    expect([await curled(), await curled("--compressed")]).toEqual([plain, plain]);
  });

  it.skipIf(noBrowser)(`by Chromium (${noBrowser ?? "real one"})`, async () => {
    const browser = own(await startBrowser());
    // Our own pages fetch nothing, so their policy forbids it.
    const tab = await (await browser.open({ bypassCSP: true })).newPage();
    await tab.goto(exporter.url);
    expect(await tab.evaluate("fetch('/metrics').then((r) => r.arrayBuffer()).then((b) => b.byteLength)")).toBe(plain);
  });

  it.skipIf(noPrometheus)(`by Prometheus, in both formats (${noPrometheus ?? "real one"})`, async () => {
    const target = `${new URL(url).host}/metrics`;
    const args = ["--enable-feature=extra-scrape-metrics"];
    const prometheus = own(await startPrometheus({ targets: { exporter: [target] }, args, scrapeTimeoutSeconds: 10 }));
    const openMetrics = await fetch(url, { headers: { accept: "application/openmetrics-text; version=1.0.0" } });
    const expected = (await openMetrics.arrayBuffer()).byteLength;
    const one = async (query: string): Promise<number> => (await prometheus.query(query))[0]?.value ?? Number.NaN;
    await eventually(async () => expect(await one("up")).toBe(1));
    expect(await one("scrape_body_size_bytes")).toBe(expected);
    expect(await one("scrape_samples_scraped")).toBe(samplesOf(await page(url)).length);
  });
});
