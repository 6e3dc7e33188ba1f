import { describe, expect, it } from "vitest";
import { gvrOf } from "@xp-tracker/crossplane";
import { exporterMetrics } from "./exporter-metrics.ts";
import { pollerMetrics } from "./poller-metrics.ts";
import { processRegistry } from "./process-registry.ts";
import { servingMetrics } from "./serving-metrics.ts";

const build = { service: "standalone", version: "1.2.3", revision: "abc" };

/** The lines of our own metrics, without those of histogram buckets. */
async function lines(registry: ReturnType<typeof processRegistry>): Promise<readonly string[]> {
  const { body } = await registry.render();
  return body.split("\n").filter((line) => line.startsWith("xp_tracker_") && !line.includes("_bucket{"));
}

describe("process metrics", () => {
  it("of the poller start at zero where a value is known to come", async () => {
    const registry = processRegistry(build);
    pollerMetrics(registry);
    expect(await lines(registry)).toEqual([
      `xp_tracker_build_info{service="standalone",version="1.2.3",revision="abc",node_version="${process.versions.node}"} 1`,
      "xp_tracker_poll_duration_seconds_sum 0",
      "xp_tracker_poll_duration_seconds_count 0",
      "xp_tracker_s3_persist_duration_seconds_sum 0",
      "xp_tracker_s3_persist_duration_seconds_count 0",
      "xp_tracker_store_claims 0",
      "xp_tracker_store_xrs 0",
      "xp_tracker_store_mrs 0",
      'xp_tracker_polls_total{outcome="complete"} 0',
      'xp_tracker_polls_total{outcome="partial"} 0',
      'xp_tracker_polls_total{outcome="failed"} 0',
      "xp_tracker_poll_last_finished_timestamp_seconds 0",
      "xp_tracker_persist_last_success_timestamp_seconds 0",
      "xp_tracker_persisted_snapshot_bytes 0",
      'xp_tracker_persists_total{wrote="snapshot"} 0',
      'xp_tracker_persists_total{wrote="freshness"} 0',
      "xp_tracker_persist_sent_bytes_total 0",
      "xp_tracker_announcements_total 0",
    ]);
  });

  it("print nothing of a family that has no sample", async () => {
    const registry = processRegistry(build);
    pollerMetrics(registry).persistFailed("SNAPSHOT_WRITE");
    exporterMetrics(registry);
    const { body } = await registry.render();
    const families = body.split(/(?=^# HELP)/m);
    expect(
      families.filter((family) => family.split("\n").every((line) => line === "" || line.startsWith("#"))),
    ).toEqual([]);
    expect(body).toContain("# TYPE xp_tracker_persist_failures_total counter\nxp_tracker_persist_failures_total{");
    expect(body).not.toContain("xp_tracker_poll_errors_total");
  });

  it("of the poller follow cycles, failing sources, persisting and announcing", async () => {
    const registry = processRegistry(build);
    const poller = pollerMetrics(registry);
    poller.polled({ outcome: "partial", durationMs: 45_000, finishedAt: 1_771_149_600_250 });
    poller.polled({ outcome: "failed", durationMs: 5_000, finishedAt: 1_771_149_700_000 });
    poller.sourceFailed(gvrOf({ group: "acme.example", version: "v1", resource: "dbs" }));
    poller.stored({ claims: 3, xrs: 2, mrs: 1 });
    const persist = { bytes: 1234, durationMs: 20, finishedAt: 1_771_149_601_000 };
    poller.persisted({ ...persist, wrote: "snapshot", sentBytes: 1234 });
    poller.persisted({ ...persist, wrote: "freshness", sentBytes: 100 });
    poller.persistFailed("SNAPSHOT_WRITE");
    poller.announced();
    poller.announceFailed("REFRESH_ANNOUNCE");
    expect(await lines(registry)).toEqual(
      expect.arrayContaining([
        "xp_tracker_poll_duration_seconds_sum 50",
        "xp_tracker_poll_duration_seconds_count 2",
        "xp_tracker_s3_persist_duration_seconds_count 2",
        'xp_tracker_poll_errors_total{gvr="acme.example/v1/dbs"} 1',
        "xp_tracker_store_claims 3",
        "xp_tracker_store_xrs 2",
        "xp_tracker_store_mrs 1",
        'xp_tracker_polls_total{outcome="complete"} 0',
        'xp_tracker_polls_total{outcome="partial"} 1',
        'xp_tracker_polls_total{outcome="failed"} 1',
        "xp_tracker_poll_last_finished_timestamp_seconds 1771149600.25",
        'xp_tracker_persist_failures_total{code="SNAPSHOT_WRITE"} 1',
        "xp_tracker_persist_last_success_timestamp_seconds 1771149601",
        "xp_tracker_persisted_snapshot_bytes 1234",
        'xp_tracker_persists_total{wrote="snapshot"} 1',
        'xp_tracker_persists_total{wrote="freshness"} 1',
        "xp_tracker_persist_sent_bytes_total 1334",
        "xp_tracker_announcements_total 1",
        'xp_tracker_announce_failures_total{code="REFRESH_ANNOUNCE"} 1',
      ]),
    );
  });

  it("tell cycles of minutes apart, which the original's buckets do not", async () => {
    const registry = processRegistry(build);
    pollerMetrics(registry).polled({ outcome: "complete", durationMs: 45_000, finishedAt: 0 });
    const { body } = await registry.render();
    expect(body).toContain('xp_tracker_poll_duration_seconds_bucket{le="10"} 0\n');
    expect(body).toContain('xp_tracker_poll_duration_seconds_bucket{le="30"} 0\n');
    expect(body).toContain('xp_tracker_poll_duration_seconds_bucket{le="60"} 1\n');
  });

  it("of the exporter follow restores, hints, the subscription and rendering", async () => {
    const registry = processRegistry(build);
    const exporter = exporterMetrics(registry);
    exporter.restored({ outcome: "restored", durationMs: 100, finishedAt: 1_771_149_600_000 });
    exporter.restored({ outcome: "absent", durationMs: 100, finishedAt: 1_771_149_700_000 });
    exporter.restoreFailed({ code: "SNAPSHOT_READ", durationMs: 50 });
    exporter.hintReceived();
    exporter.subscribed(true);
    exporter.rendered({ durationMs: 12, bytes: { metrics: 10, bookkeeping: 20 } });
    const [, ...own] = await lines(registry);
    expect(own).toEqual([
      'xp_tracker_restores_total{outcome="restored"} 1',
      'xp_tracker_restores_total{outcome="unchanged"} 0',
      'xp_tracker_restores_total{outcome="absent"} 1',
      'xp_tracker_restores_total{outcome="failed"} 1',
      'xp_tracker_restore_failures_total{code="SNAPSHOT_READ"} 1',
      "xp_tracker_restore_duration_seconds_sum 0.25",
      "xp_tracker_restore_duration_seconds_count 3",
      "xp_tracker_restore_last_success_timestamp_seconds 1771149600",
      "xp_tracker_refresh_hints_total 1",
      "xp_tracker_refresh_subscribed 1",
      "xp_tracker_render_duration_seconds_sum 0.012",
      "xp_tracker_render_duration_seconds_count 1",
      'xp_tracker_page_bytes{page="metrics"} 10',
      'xp_tracker_page_bytes{page="bookkeeping"} 20',
    ]);
  });

  it("of both services and of Node stand on one registry, for standalone", async () => {
    const registry = processRegistry(build);
    pollerMetrics(registry).announced();
    servingMetrics(registry).rendered({ durationMs: 12, bytes: { metrics: 10 } });
    const { contentType, body } = await registry.render();
    expect(contentType).toBe("text/plain; version=0.0.4; charset=utf-8");
    for (const name of [
      "xp_tracker_announcements_total 1",
      'xp_tracker_page_bytes{page="metrics"} 10',
      "process_cpu_seconds_total ",
    ]) {
      expect(body).toContain(`\n${name}`);
    }
  });
});
