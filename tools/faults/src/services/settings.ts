import type { AppEnvironment, S3Server } from "@xp-tracker/testing";

/** Short enough for a fault to last several cycles, and several deadlines. */
export const polling: AppEnvironment = {
  POLL_INTERVAL_SECONDS: "1",
  KUBE_REQUEST_TIMEOUT_SECONDS: "1",
  LIST_CONCURRENCY: "16",
  TEAM_ANNOTATION_KEY: "platform.example/team",
};

export const exporting: AppEnvironment = { REFRESH_INTERVAL_SECONDS: "1" };

export const fileStore = (directory: string): AppEnvironment => ({
  STORE_BACKEND: "file",
  FILE_STORE_DIR: directory,
});

export const s3Store = (server: S3Server, endpoint: string): AppEnvironment => ({
  STORE_BACKEND: "s3",
  S3_BUCKET: server.bucket,
  S3_ENDPOINT: endpoint,
  S3_REGION: server.region,
  S3_TIMEOUT_SECONDS: "1",
  AWS_ACCESS_KEY_ID: server.accessKeyId,
  AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
});
