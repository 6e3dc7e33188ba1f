import type { AppEnvironment, KubeSim, S3Server } from "@xp-tracker/testing";

/** Settings of a poller or standalone that polls the generated platform of a simulator every second. */
export const pollsOf = ({ kubeconfigPath }: Pick<KubeSim, "kubeconfigPath">): AppEnvironment => ({
  KUBECONFIG: kubeconfigPath,
  CREATOR_ANNOTATION_KEY: "platform.example/created-by",
  TEAM_ANNOTATION_KEY: "platform.example/team",
  POLL_INTERVAL_SECONDS: "1",
});

export const fileStore = (directory: string): AppEnvironment => ({
  STORE_BACKEND: "file",
  FILE_STORE_DIR: directory,
});

export const s3Store = (server: S3Server): AppEnvironment => ({
  STORE_BACKEND: "s3",
  S3_BUCKET: server.bucket,
  S3_ENDPOINT: server.endpoint,
  S3_REGION: server.region,
  S3_TIMEOUT_SECONDS: "10",
  AWS_ACCESS_KEY_ID: server.accessKeyId,
  AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
});
