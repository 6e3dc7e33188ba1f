import { startKubeSim, startService } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { answer, eventually, page } from "./testing/http.ts";
import { samplesOf, select, total } from "./testing/page.ts";
import { claimsOnPage, recountClaims } from "./testing/recount.ts";
import { pollsOf } from "./testing/settings.ts";

const own = stopsAtEnd();
const sim = own(await startKubeSim({ claims: 200, speed: 0 }));
const standalone = own(await startService("standalone", pollsOf(sim)));
const metrics = `${standalone.url}/metrics`;

/** A page whose cycle began after now. */
async function nextPage(): Promise<string> {
  const after = Date.now() / 1000 + 0.5;
  return eventually(async () => {
    const body = await page(metrics);
    expect(total(body, "xp_tracker_snapshot_timestamp_seconds")).toBeGreaterThan(after);
    return body;
  });
}

describe("standalone over a simulated platform", () => {
  it("is not ready before the first cycle ends, and ready after it", async () => {
    const slow = own(await startKubeSim({ claims: 4, speed: 0 }));
    await slow.control.addFault({ gvr: "/v1/namespaces", hang: true, times: 1 });
    const late = own(await startService("standalone", { ...pollsOf(slow), KUBE_REQUEST_TIMEOUT_SECONDS: "3" }));

    const { status, body } = await answer(`${late.url}/readyz`);
    expect([status, body]).toEqual([503, "not ready: snapshot: no snapshot yet\n"]);
    expect(await answer(`${late.url}/healthz`)).toEqual({ status: 200, body: "ok\n" });
    expect(select(await page(`${late.url}/metrics`), "crossplane_claims_total")).toEqual([]);
    await eventually(async () => expect((await answer(`${late.url}/readyz`)).status).toBe(200), 30_000);
    expect(total(await page(`${late.url}/metrics`), "crossplane_claims_total")).toBe(4);
  });

  it("fills namespace, composition, creator and team", async () => {
    const body = await nextPage();
    for (const family of ["crossplane_claims_total", "crossplane_claims_ready"]) {
      const samples = select(body, family);
      expect(samples.length).toBeGreaterThan(10);
      for (const { labels } of samples) expect(Object.entries(labels).filter(([, value]) => value === "")).toEqual([]);
    }
    for (const family of ["crossplane_xr_total", "crossplane_xr_ready"]) {
      const samples = select(body, family);
      expect(samples.length).toBeGreaterThan(3);
      for (const { labels } of samples) expect(labels["composition"]).not.toBe("");
    }
  });

  it("says what the objects themselves say, also after the platform has lived on", async () => {
    const before = await recountClaims(sim.api);
    expect(claimsOnPage(samplesOf(await nextPage()))).toEqual(before);

    await sim.control.step(200);
    const after = await recountClaims(sim.api);
    expect(after).not.toEqual(before);
    expect(claimsOnPage(samplesOf(await nextPage()))).toEqual(after);
  });

  it("never shows a cycle half done to a scrape", async () => {
    const slow = await sim.control.addFault({ gvr: "data.platform.example/v1alpha1/databases", latencyMs: 700 });
    const seen = new Map<number, Set<string>>();
    const end = Date.now() + 6_000;
    while (Date.now() < end) {
      const body = await page(metrics);
      const generation = total(body, "xp_tracker_snapshot_generation");
      const counts = [
        "crossplane_claims_total",
        "crossplane_claims_ready",
        "crossplane_xr_total",
        "crossplane_mr_total",
      ]
        .map((family) => total(body, family))
        .join(" ");
      const rows = total(body, "xp_tracker_source_rows", { class: "claim" });
      expect(total(body, "crossplane_claims_total")).toBe(rows);
      expect(select(body, "crossplane_resource_info", { class: "claim" })).toHaveLength(rows);
      seen.set(generation, (seen.get(generation) ?? new Set()).add(counts));
      if (seen.size % 2 === 0) await sim.control.step(1);
    }
    await sim.control.removeFault(slow);
    expect(seen.size).toBeGreaterThanOrEqual(3);
    expect([...seen.values()].every((counts) => counts.size === 1)).toBe(true);
  });

  it("has its own metrics on the same page", async () => {
    const body = await nextPage();
    expect(total(body, "xp_tracker_polls_total", { outcome: "complete" })).toBeGreaterThan(0);
    expect(total(body, "process_resident_memory_bytes")).toBeGreaterThan(0);
  });
});
