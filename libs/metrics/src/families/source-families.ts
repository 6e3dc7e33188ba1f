import type { Source } from "@xp-tracker/crossplane";
import { part } from "./family.ts";
import type { FactTable, Family, SnapshotFacts } from "./family.ts";
import { firstByKey } from "./first-by-key.ts";

const page: FactTable<{ readonly snapshot: SnapshotFacts | undefined }> = {
  kind: "facts",
  labels: [],
  items: (snapshot) => [{ snapshot }],
  values: () => [],
};

const snapshots: FactTable<SnapshotFacts> = {
  kind: "facts",
  labels: [],
  items: (snapshot) => (snapshot === undefined ? [] : [snapshot]),
  values: () => [],
};

const clusters: FactTable<SnapshotFacts> = {
  ...snapshots,
  labels: ["cluster"],
  values: (snapshot) => [snapshot.cluster],
};

const sources: FactTable<Source> = {
  kind: "facts",
  labels: ["gvr", "class"],
  items: (snapshot) => firstByKey(snapshot?.sources ?? [], (source) => `${source.class} ${source.gvr}`),
  values: (source) => [source.gvr, source.class],
};

const base = { set: "source", extraLabels: [] } as const;

/**
 * How old and how complete the page is. Facts of the snapshot only, never of the process that serves it: replicas
 * that hold the same generation answer with the same bytes.
 */
export const sourceFamilies: readonly Family[] = [
  {
    ...base,
    name: "xp_tracker_snapshot_loaded",
    help: "1 when a snapshot is served, 0 before the first one was restored or polled.",
    parts: [part(page, { value: ({ snapshot }) => (snapshot === undefined ? 0 : 1) })],
  },
  {
    ...base,
    name: "xp_tracker_snapshot_info",
    help: "Cluster that the snapshot describes (CLUSTER_NAME); always 1.",
    parts: [part(clusters, { value: () => 1 })],
  },
  {
    ...base,
    name: "xp_tracker_snapshot_generation",
    help: "Generation of the snapshot; it grows with every published poll cycle, across restarts of the poller too.",
    parts: [part(snapshots, { value: (snapshot) => snapshot.generation })],
  },
  {
    ...base,
    name: "xp_tracker_snapshot_timestamp_seconds",
    help: "Unix time of the end of the poll cycle that made the snapshot.",
    parts: [part(snapshots, { value: (snapshot) => snapshot.takenAt / 1000 })],
  },
  {
    ...base,
    name: "xp_tracker_snapshot_complete",
    help: "1 when every source was read completely in the last poll cycle, 0 when one was not.",
    parts: [part(snapshots, { value: (snapshot) => (snapshot.sources.every(isUp) ? 1 : 0) })],
  },
  {
    ...base,
    name: "xp_tracker_source_rows",
    help: "Number of objects that are held of a source, fresh or last good.",
    parts: [part(sources, { value: (source) => source.rows })],
  },
  {
    ...base,
    name: "xp_tracker_source_up",
    help: "1 when the last poll cycle read the source completely, 0 when its rows are the last good ones.",
    parts: [part(sources, { value: (source) => (isUp(source) ? 1 : 0) })],
  },
  {
    ...base,
    name: "xp_tracker_source_last_success_timestamp_seconds",
    help: "Unix time of the last complete list of a source; absent before the first.",
    parts: [part(sources, { value: (source) => source.lastSuccess || undefined })],
  },
  {
    ...base,
    name: "xp_tracker_source_error",
    help: "Class of the error of a source that is not up; always 1, absent while it is up.",
    extraLabels: ["error"],
    parts: [part(sources, { extra: (source) => [source.error], value: (source) => (isUp(source) ? undefined : 1) })],
  },
];

function isUp(source: Source): boolean {
  return source.error === "";
}
