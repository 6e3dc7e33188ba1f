import { logFormats, logLevels } from "./log-settings.ts";
import * as parse from "./parsers.ts";
import { showUrl } from "./redact.ts";
import { services } from "./variable.ts";
import type { Variable } from "./variable.ts";

export const storeBackends = ["memory", "file", "s3"] as const;
export const metricsFamilies = ["summary", "resource", "package", "source", "xp-tracker-0.3"] as const;
const pollModes = ["list", "watch"] as const;
export type MetricsFamily = (typeof metricsFamilies)[number];

const polling = ["poller", "standalone"] as const;
const serving = ["exporter", "standalone"] as const;
const apart = ["poller", "exporter"] as const;

const gvrRemedy = "Give group/version/plural entries with commas between, such as example.org/v1/xdatabases.";
const keyRemedy = "Give the key as Kubernetes writes it, such as platform.example/team.";
const addressRemedy = "Give host:port, :port for every interface, or [ipv6]:port; port 0 takes a free one.";
const wholeSeconds = (max: number) => ({
  parse: parse.secondsAsMs(1, max),
  remedy: `Give whole seconds from 1 to ${max}.`,
});

/** Every setting, by the name it has in {@link Config}. The order is that of `--help` and of the documentation. */
export const configTable = {
  storeBackend: {
    name: "STORE_BACKEND",
    services,
    default: "memory",
    parse: parse.oneOf(...storeBackends),
    description: "Where the snapshot lies: `memory` (standalone only), `file` (a directory) or `s3`.",
    remedy: "Set it to memory, file or s3.",
  },
  fileStoreDir: {
    name: "FILE_STORE_DIR",
    services,
    default: "",
    parse: parse.text,
    description: "Directory of the snapshot; required with `STORE_BACKEND=file`.",
    remedy: "Name a directory that the poller can write and the exporters can read.",
  },
  s3Bucket: {
    name: "S3_BUCKET",
    services,
    default: "",
    parse: parse.text,
    description: "Bucket of the snapshot; required with `STORE_BACKEND=s3`.",
    remedy: "Name an existing bucket.",
  },
  s3KeyPrefix: {
    name: "S3_KEY_PREFIX",
    services,
    default: "xp-tracker",
    parse: parse.keyPrefix("xp-tracker"),
    description: "Prefix of the snapshot's key, which is `<prefix>/snapshot.json`.",
    remedy: "Give a key prefix without dot segments.",
  },
  s3Region: {
    name: "S3_REGION",
    services,
    default: "us-east-1",
    parse: parse.text,
    description: "Region of the bucket.",
    remedy: "Give the bucket's region.",
  },
  s3Endpoint: {
    name: "S3_ENDPOINT",
    services,
    default: "",
    parse: parse.optional(parse.urlWith("http:", "https:"), undefined),
    description: "Base URL of a server that is not AWS; turns on path-style requests.",
    remedy: "Give an http:// or https:// URL.",
    show: showUrl,
  },
  s3TimeoutMs: {
    name: "S3_TIMEOUT_SECONDS",
    services,
    default: "30",
    ...wholeSeconds(3600),
    description: "Deadline of one request to S3, its body included.",
  },
  snapshotMaxBytes: {
    name: "SNAPSHOT_MAX_BYTES",
    services,
    default: "1073741824",
    parse: parse.wholeNumber(1024, 2 ** 40),
    description: "Largest snapshot, in uncompressed bytes, that is written or read.",
    remedy: "Give whole bytes from 1024 to 1099511627776.",
  },
  redisUrl: {
    name: "REDIS_URL",
    services,
    default: "",
    parse: parse.optional(parse.urlWith("redis:", "rediss:"), undefined),
    description: "Redis that carries refresh messages; without it exporters look every `REFRESH_INTERVAL_SECONDS`.",
    remedy: "Give redis://[user:password@]host[:port], or rediss:// for TLS.",
    show: showUrl,
  },
  redisChannel: {
    name: "REDIS_CHANNEL",
    services,
    default: "xp-tracker:refresh",
    parse: parse.text,
    description: "Pub/sub channel of the refresh messages.",
    remedy: "Give one channel name, the same to poller and exporters.",
  },
  redisTimeoutMs: {
    name: "REDIS_TIMEOUT_SECONDS",
    services,
    default: "5",
    ...wholeSeconds(600),
    description: "Deadline of connecting to Redis and of one command.",
  },
  refreshIntervalMs: {
    name: "REFRESH_INTERVAL_SECONDS",
    services: ["exporter"],
    default: "30",
    ...wholeSeconds(86_400),
    description: "How often an exporter looks for a newer snapshot, whether or not messages arrive.",
  },
  pollIntervalMs: {
    name: "POLL_INTERVAL_SECONDS",
    services: polling,
    default: "30",
    ...wholeSeconds(86_400),
    description: "Time from the start of one poll cycle to the start of the next; a late cycle is followed at once.",
  },
  pollMode: {
    name: "POLL_MODE",
    services: polling,
    default: "watch",
    parse: parse.oneOf(...pollModes),
    description:
      "`watch` lists each type once and then follows its changes; `list` lists everything in each poll cycle.",
    remedy: "Set it to watch or list.",
  },
  resyncIntervalMs: {
    name: "RESYNC_INTERVAL_SECONDS",
    services: polling,
    default: "3600",
    ...wholeSeconds(604_800),
    description: "How often what is watched is compared with a full list, type by type.",
  },
  claimGvrs: {
    name: "CLAIM_GVRS",
    services: polling,
    default: "",
    parse: parse.optional(parse.gvrList, []),
    description: "Claim types to read besides the discovered ones.",
    remedy: gvrRemedy,
  },
  xrGvrs: {
    name: "XR_GVRS",
    services: polling,
    default: "",
    parse: parse.optional(parse.gvrList, []),
    description: "XR types to read besides the discovered ones.",
    remedy: gvrRemedy,
  },
  mrGvrs: {
    name: "MR_GVRS",
    services: polling,
    default: "",
    parse: parse.optional(parse.gvrList, []),
    description: "MR types to read besides the discovered ones.",
    remedy: gvrRemedy,
  },
  namespaceScope: {
    name: "KUBE_NAMESPACE_SCOPE",
    services: polling,
    default: "",
    parse: parse.optional(parse.namespaceList, undefined),
    description: "Namespaces whose resources are read; all when empty. Cluster-scoped resources are always read.",
    remedy: "Name namespaces with commas between, or leave it unset to read all of them.",
  },
  creatorAnnotationKey: {
    name: "CREATOR_ANNOTATION_KEY",
    services: polling,
    default: "",
    parse: parse.optional(parse.metadataKey, ""),
    description: "Annotation that names the creator; none when empty.",
    remedy: keyRemedy,
  },
  teamAnnotationKey: {
    name: "TEAM_ANNOTATION_KEY",
    services: polling,
    default: "",
    parse: parse.optional(parse.metadataKey, ""),
    description: "Annotation that names the team; none when empty.",
    remedy: keyRemedy,
  },
  compositionLabelKey: {
    name: "COMPOSITION_LABEL_KEY",
    services: polling,
    default: "crossplane.io/composition-name",
    parse: parse.metadataKey,
    description: "Label that names the composition of objects whose spec does not.",
    remedy: keyRemedy,
  },
  compositeLabelKey: {
    name: "COMPOSITE_LABEL_KEY",
    services: polling,
    default: "crossplane.io/composite",
    parse: parse.metadataKey,
    description: "Label of an MR or nested XR that names its root XR.",
    remedy: keyRemedy,
  },
  clusterName: {
    name: "CLUSTER_NAME",
    services,
    default: "",
    parse: parse.text,
    description: "Name of the cluster; snapshots and messages of another cluster are refused.",
    remedy: "Give the same name to the poller and its exporters.",
  },
  kubeconfigPath: {
    name: "KUBECONFIG",
    services: polling,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description: "kubeconfig outside of a cluster; `~/.kube/config` when empty.",
    remedy: "Name a kubeconfig file.",
  },
  kubeContext: {
    name: "KUBE_CONTEXT",
    services: polling,
    default: "",
    parse: parse.optional(parse.text, undefined),
    description: "Context of the kubeconfig; its current one when empty.",
    remedy: "Name a context of the kubeconfig.",
  },
  kubeRequestTimeoutMs: {
    name: "KUBE_REQUEST_TIMEOUT_SECONDS",
    services: polling,
    default: "30",
    ...wholeSeconds(3600),
    description: "Deadline of one request to the Kubernetes API, its body included.",
  },
  listConcurrency: {
    name: "LIST_CONCURRENCY",
    services: polling,
    default: "4",
    parse: parse.wholeNumber(1, 64),
    description: "How many types are listed at the same time.",
    remedy: "Give a whole number from 1 to 64.",
  },
  metricsAddr: {
    name: "METRICS_ADDR",
    services: serving,
    default: ":8080",
    parse: parse.address,
    description: "Listening address of `/metrics`, `/bookkeeping`, `/healthz`, `/readyz` and `/`.",
    remedy: addressRemedy,
  },
  telemetryAddr: {
    name: "TELEMETRY_ADDR",
    services: apart,
    default: ":8081",
    parse: parse.address,
    description: "Listening address of the process's own metrics; standalone serves them on `METRICS_ADDR`.",
    remedy: addressRemedy,
  },
  metricsFamilies: {
    name: "METRICS_FAMILIES",
    services: serving,
    default: "summary,resource,package",
    parse: parse.listOf(parse.oneOf(...metricsFamilies)),
    description: "Sets of metric families to serve; `xp-tracker-0.3` takes the place of `summary`.",
    remedy: "Choose from summary, resource, package, source and xp-tracker-0.3, with commas between.",
  },
  logLevel: {
    name: "LOG_LEVEL",
    services,
    default: "info",
    parse: parse.oneOf(...logLevels),
    description: "Least severe level that is logged: `debug`, `info`, `warn` or `error`.",
    remedy: "Set it to debug, info, warn or error.",
  },
  logFormat: {
    name: "LOG_FORMAT",
    services,
    default: "auto",
    parse: parse.oneOf(...logFormats),
    description: "`json`, `pretty`, or `auto`: pretty on a terminal and JSON elsewhere.",
    remedy: "Set it to auto, json or pretty.",
  },
  shutdownGraceMs: {
    name: "SHUTDOWN_GRACE_SECONDS",
    services,
    default: "10",
    ...wholeSeconds(600),
    description: "Time that a stopping process has to finish what is under way.",
  },
} as const satisfies Readonly<Record<string, Variable<unknown>>>;
