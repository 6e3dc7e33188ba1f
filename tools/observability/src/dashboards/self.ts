import { jobVariable } from "./dashboard.ts";
import type { Dashboard } from "./dashboard.ts";
import { bars, graph, redWhenHigh, redWhenLow, stat, table } from "./panel.ts";
import { once, orZero, quantile } from "./promql.ts";

const PAGE = 'job=~"$job"';
const page = (name: string): string => once(`xp_tracker_${name}{${PAGE}}`);
const rate = (counter: string, by: string): string => `sum by (${by}) (rate(${counter}[$__rate_interval]))`;
/** Of our processes only: others have metrics of these names too. */
const ours = (value: string): string => `${value} * on (job, instance) group_left (service) xp_tracker_build_info`;
const PROCESS = "{{service}} {{instance}}";

/** Whether the other dashboards can be believed, and what they cost. */
export const self: Dashboard = {
  uid: "xp-tracker-self",
  title: "Crossplane: xp-tracker itself",
  description: "Freshness and completeness of the data, poll cycles, replicas, cost.",
  variables: [jobVariable],
  sections: [
    {
      title: "Can the data be believed?",
      panels: [
        stat(
          "Age of the snapshot",
          "Time since the end of the poll cycle that it is from.",
          `time() - max(${page("snapshot_timestamp_seconds")})`,
          {
            unit: "s",
            thresholds: redWhenHigh(120, 300),
          },
        ),
        stat("Complete", "1 when the last poll cycle read every source.", `min(${page("snapshot_complete")})`, {
          thresholds: redWhenLow(1, 1),
        }),
        stat(
          "Sources not up",
          "Types whose rows are the last good ones.",
          `count(${page("source_up")} == 0) or vector(0)`,
          {
            thresholds: redWhenHigh(1, 1),
          },
        ),
        stat(
          "Poll cycle, 90 %",
          "Nine of ten poll cycles are shorter.",
          quantile(0.9, "xp_tracker_poll_duration_seconds"),
          { unit: "s" },
        ),
        stat("Exporters", "Replicas that serve a snapshot.", 'count(xp_tracker_page_bytes{page="metrics"})'),
        stat("Generation", "Number of the snapshot that is served.", `max(${page("snapshot_generation")})`, {
          unit: "none",
        }),
        graph(
          "Age of the snapshot",
          "A saw between zero and the poll interval is right; a slope is a poller that does not publish.",
          [{ expr: `time() - ${page("snapshot_timestamp_seconds")}`, legend: "{{job}}" }],
          { unit: "s" },
        ),
        graph(
          "Poll cycles by outcome",
          "Partial: some source was not read. Failed: nothing was published.",
          [{ expr: rate("xp_tracker_polls_total", "outcome"), legend: "{{outcome}}" }],
          { unit: "ops" },
        ),
        table(
          "Sources",
          "Each type that is polled, and how long ago it was read completely.",
          `time() - ${page("source_last_success_timestamp_seconds")}`,
          { class: "Class", gvr: "Type", Value: "Age" },
          { unit: "s", width: 12 },
        ),
        table(
          "Sources that are not up, and why",
          "Each error class has its remedy in docs/errors.md.",
          page("source_error"),
          { class: "Class", gvr: "Type", error: "Error" },
          { width: 12 },
        ),
      ],
    },
    {
      title: "Poller",
      panels: [
        graph(
          "Duration of a poll cycle",
          "Near the poll interval, cycles run into each other: raise POLL_INTERVAL_SECONDS or LIST_CONCURRENCY.",
          [
            { expr: quantile(0.5, "xp_tracker_poll_duration_seconds"), legend: "50 %" },
            { expr: quantile(0.9, "xp_tracker_poll_duration_seconds"), legend: "90 %" },
            { expr: quantile(0.99, "xp_tracker_poll_duration_seconds"), legend: "99 %" },
          ],
          { unit: "s" },
        ),
        graph(
          "Duration of persisting",
          "Writing the snapshot to S3 or a directory.",
          [{ expr: quantile(0.9, "xp_tracker_s3_persist_duration_seconds"), legend: "90 %" }],
          { unit: "s" },
        ),
        graph(
          "Who leads",
          "One poller at a time polls and writes; the others follow.",
          [{ expr: "xp_tracker_leader", legend: "{{instance}}" }],
          { unit: "none" },
        ),
        graph("Rows", "Held at the end of the last poll cycle.", [
          { expr: "max(xp_tracker_store_claims)", legend: "claims" },
          { expr: "max(xp_tracker_store_xrs)", legend: "XRs" },
          { expr: "max(xp_tracker_store_mrs)", legend: "MRs" },
        ]),
        graph("Types that could not be read", "Failures in each minute, by type.", [
          { expr: `60 * ${rate("xp_tracker_poll_errors_total", "gvr")}`, legend: "{{gvr}}" },
        ]),
        graph("Snapshots that could not be persisted", "In each minute, by error code.", [
          { expr: `60 * ${rate("xp_tracker_persist_failures_total", "code")} or vector(0)`, legend: "{{code}}" },
        ]),
        graph(
          "Size of the snapshot",
          "As it was persisted last.",
          [{ expr: "max(xp_tracker_persisted_snapshot_bytes)", legend: "bytes" }],
          { unit: "bytes" },
        ),
      ],
    },
    {
      title: "Replicas",
      panels: [
        graph(
          "Time since each replica found the snapshot",
          "Above REFRESH_INTERVAL_SECONDS the replica does not reach the store.",
          [{ expr: "time() - xp_tracker_restore_last_success_timestamp_seconds", legend: "{{instance}}" }],
          { unit: "s" },
        ),
        graph(
          "Restores by outcome",
          "Unchanged costs one conditional GET.",
          [{ expr: rate("xp_tracker_restores_total", "outcome"), legend: "{{outcome}}" }],
          { unit: "ops" },
        ),
        graph(
          "Refresh messages",
          "Sent by the poller, and received by each replica. Without Redis both are zero, and the timer does it.",
          [
            { expr: orZero("sum(rate(xp_tracker_announcements_total[$__rate_interval]))"), legend: "sent" },
            { expr: "rate(xp_tracker_refresh_hints_total[$__rate_interval])", legend: "received by {{instance}}" },
          ],
          { unit: "ops" },
        ),
        graph(
          "Duration of a restore and of rendering",
          "Once for each new snapshot; a scrape only sends what was rendered.",
          [
            { expr: quantile(0.9, "xp_tracker_restore_duration_seconds"), legend: "restore, 90 %" },
            { expr: quantile(0.9, "xp_tracker_render_duration_seconds"), legend: "render, 90 %" },
          ],
          { unit: "s" },
        ),
        bars("Versions", "More than one for each service is a roll-out, under way or stuck.", [
          { expr: "count by (service, version) (xp_tracker_build_info)", legend: "{{service}} {{version}}" },
        ]),
      ],
    },
    {
      title: "Cost",
      panels: [
        graph("CPU", "Cores that each process uses.", [
          { expr: ours("rate(process_cpu_seconds_total[$__rate_interval])"), legend: PROCESS },
        ]),
        graph(
          "Memory",
          "Resident memory of each process.",
          [{ expr: ours("process_resident_memory_bytes"), legend: PROCESS }],
          { unit: "bytes" },
        ),
        graph(
          "Longest wait of the event loop",
          "Above 50 ms is a bug.",
          [{ expr: ours("nodejs_eventloop_lag_p99_seconds"), legend: PROCESS }],
          { unit: "s" },
        ),
        graph(
          "Size of the pages",
          "Uncompressed.",
          [{ expr: "max by (page) (xp_tracker_page_bytes)", legend: "{{page}}" }],
          { unit: "bytes" },
        ),
        graph("Series", "Samples of one scrape: what Prometheus keeps.", [
          { expr: `max by (job) (scrape_samples_post_metric_relabeling{${PAGE}})`, legend: "{{job}}" },
        ]),
        graph(
          "Duration of a scrape",
          "As Prometheus sees it, network included.",
          [{ expr: `scrape_duration_seconds{${PAGE}}`, legend: "{{instance}}" }],
          { unit: "s" },
        ),
      ],
    },
  ],
};
