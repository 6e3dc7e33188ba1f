type ProcessType = "counter" | "gauge" | "histogram";

/** A metric of a process: of its work, not of the cluster. */
export interface ProcessFamily {
  readonly name: string;
  readonly type: ProcessType;
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds of a histogram, seconds. */
  readonly buckets?: readonly number[];
}

/** The original's bounds end at 10 s, where cycles of large clusters begin; those above are ours. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** What every process has. */
export const commonFamilies = {
  buildInfo: {
    name: "xp_tracker_build_info",
    type: "gauge",
    help: "Version, source revision, service and Node.js version of this process; always 1.",
    labels: ["version", "revision", "service", "node_version"],
  },
} as const satisfies Families;

/** What a process that polls has. The first six are the original's, HELP for HELP. */
export const pollerFamilies = {
  pollDuration: {
    name: "xp_tracker_poll_duration_seconds",
    type: "histogram",
    help: "Duration of a complete polling cycle in seconds.",
    labels: [],
    buckets: seconds,
  },
  persistDuration: {
    name: "xp_tracker_s3_persist_duration_seconds",
    type: "histogram",
    help: "Duration of S3 snapshot persist operations in seconds.",
    labels: [],
    buckets: seconds,
  },
  pollErrors: {
    name: "xp_tracker_poll_errors_total",
    type: "counter",
    help: "Total number of polling errors, partitioned by GVR.",
    labels: ["gvr"],
  },
  storeClaims: {
    name: "xp_tracker_store_claims",
    type: "gauge",
    help: "Current number of claims in the in-memory store.",
    labels: [],
  },
  storeXRs: {
    name: "xp_tracker_store_xrs",
    type: "gauge",
    help: "Current number of XRs in the in-memory store.",
    labels: [],
  },
  storeMRs: {
    name: "xp_tracker_store_mrs",
    type: "gauge",
    help: "Current number of provider MRs in the in-memory store.",
    labels: [],
  },
  polls: {
    name: "xp_tracker_polls_total",
    type: "counter",
    help: "Poll cycles by outcome: complete (every source was read), partial, or failed (nothing was published).",
    labels: ["outcome"],
  },
  pollLastFinished: {
    name: "xp_tracker_poll_last_finished_timestamp_seconds",
    type: "gauge",
    help: "Unix time of the end of the last poll cycle that was published; 0 before the first.",
    labels: [],
  },
  persistFailures: {
    name: "xp_tracker_persist_failures_total",
    type: "counter",
    help: "Snapshots that could not be persisted, by error code.",
    labels: ["code"],
  },
  persistLastSuccess: {
    name: "xp_tracker_persist_last_success_timestamp_seconds",
    type: "gauge",
    help: "Unix time of the last snapshot that was persisted; 0 before the first.",
    labels: [],
  },
  persistedBytes: {
    name: "xp_tracker_persisted_snapshot_bytes",
    type: "gauge",
    help: "Size of the last snapshot that was persisted, as it lies in the store.",
    labels: [],
  },
  persists: {
    name: "xp_tracker_persists_total",
    type: "counter",
    help: "Cycles that were persisted, by what was written: the snapshot, or only its freshness where nothing else changed.",
    labels: ["wrote"],
  },
  sentBytes: {
    name: "xp_tracker_persist_sent_bytes_total",
    type: "counter",
    help: "Bytes that were written to the store.",
    labels: [],
  },
  announcements: {
    name: "xp_tracker_announcements_total",
    type: "counter",
    help: "Refresh messages that were published.",
    labels: [],
  },
  announceFailures: {
    name: "xp_tracker_announce_failures_total",
    type: "counter",
    help: "Refresh messages that could not be published, by error code.",
    labels: ["code"],
  },
} as const satisfies Families;

/** What a process has that shares its snapshot with other pollers. */
export const leaderFamilies = {
  leader: {
    name: "xp_tracker_leader",
    type: "gauge",
    help: "1 while this process may poll and write, 0 while it follows another one.",
    labels: [],
  },
  leaseTransitions: {
    name: "xp_tracker_lease_transitions_total",
    type: "counter",
    help: "Changes of the role of this process, by the new one: leader or follower.",
    labels: ["role"],
  },
  leaseFailures: {
    name: "xp_tracker_lease_failures_total",
    type: "counter",
    help: "Attempts to take, renew or release the Lease that failed, by error class.",
    labels: ["error"],
  },
} as const satisfies Families;

/** What a process that follows a snapshot which another one writes has. */
export const followFamilies = {
  restores: {
    name: "xp_tracker_restores_total",
    type: "counter",
    help: "Attempts to restore the snapshot by outcome: restored, unchanged, absent or failed.",
    labels: ["outcome"],
  },
  restoreFailures: {
    name: "xp_tracker_restore_failures_total",
    type: "counter",
    help: "Attempts to restore the snapshot that failed, by error code; what was served stays served.",
    labels: ["code"],
  },
  restoreDuration: {
    name: "xp_tracker_restore_duration_seconds",
    type: "histogram",
    help: "Duration of the attempts to restore the snapshot, whatever their outcome, in seconds.",
    labels: [],
    buckets: seconds,
  },
  restoreLastSuccess: {
    name: "xp_tracker_restore_last_success_timestamp_seconds",
    type: "gauge",
    help: "Unix time of the last attempt that found the snapshot, new or unchanged; 0 before the first.",
    labels: [],
  },
  refreshHints: {
    name: "xp_tracker_refresh_hints_total",
    type: "counter",
    help: "Refresh messages that were received.",
    labels: [],
  },
  refreshSubscribed: {
    name: "xp_tracker_refresh_subscribed",
    type: "gauge",
    help: "1 while this process is subscribed to refresh messages, 0 while the timer alone drives refreshes.",
    labels: [],
  },
} as const satisfies Families;

/** What a process that serves pages of snapshots has. */
export const servingFamilies = {
  renderDuration: {
    name: "xp_tracker_render_duration_seconds",
    type: "histogram",
    help: "Duration of rendering the pages of one generation, in seconds.",
    labels: [],
    buckets: seconds,
  },
  pageBytes: {
    name: "xp_tracker_page_bytes",
    type: "gauge",
    help: "Uncompressed size of the pages that are served.",
    labels: ["page"],
  },
} as const satisfies Families;

type Families = Readonly<Record<string, ProcessFamily>>;
