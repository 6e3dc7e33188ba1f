import type { AppEnvironment } from "@xp-tracker/testing";
import { ownerKeys } from "../owner-keys.ts";
import type { Link } from "./link.ts";
import type { Surroundings } from "./surroundings.ts";

/** V8 lets a heap grow to several times its live size where memory is plenty; a limit shows a leak within minutes. */
const HEAP_LIMIT_MB = 160;

const COLLECT_ON_SIGNAL = new URL("./collect-on-signal.mjs", import.meta.url).href;

const shared = ({ s3, links }: Surroundings, { port }: Link): AppEnvironment => ({
  NODE_OPTIONS: `--max-old-space-size=${HEAP_LIMIT_MB} --import=${COLLECT_ON_SIGNAL}`,
  STORE_BACKEND: "s3",
  S3_BUCKET: s3.bucket,
  S3_ENDPOINT: `http://127.0.0.1:${port}`,
  S3_REGION: s3.region,
  S3_TIMEOUT_SECONDS: "3",
  AWS_ACCESS_KEY_ID: s3.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
  REDIS_URL: `redis://127.0.0.1:${links.redis.port}`,
  REDIS_TIMEOUT_SECONDS: "2",
});

/** Deadlines are short, so that a round sees them met. */
export const pollerSettings = (around: Surroundings, pollers: number): AppEnvironment => ({
  ...shared(around, around.links["s3 of pollers"]),
  KUBECONFIG: around.kubeconfigPath,
  CREATOR_ANNOTATION_KEY: ownerKeys.creator,
  TEAM_ANNOTATION_KEY: ownerKeys.team,
  POLL_INTERVAL_SECONDS: "1",
  KUBE_REQUEST_TIMEOUT_SECONDS: "3",
  LEADER_ELECTION: pollers > 1 ? "on" : "off",
  LEASE_DURATION_SECONDS: "6",
});

export const exporterSettings = (around: Surroundings, port: number): AppEnvironment => ({
  ...shared(around, around.links["s3 of exporters"]),
  METRICS_ADDR: `127.0.0.1:${port}`,
  REFRESH_INTERVAL_SECONDS: "5",
});
