import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  S3Client,
} from "@aws-sdk/client-s3";
import { startChild, untilReady } from "./child-process.ts";
import { freePorts } from "./free-port.ts";

/** An S3 server with a bucket that nobody else uses. */
export interface S3Server {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly bucket: string;
  /** Ends a server of one's own; of one that was there before, only the bucket goes. */
  stop(): Promise<void>;
}

/** An S3 server that the caller may stop and start. */
export interface OwnS3Server extends S3Server {
  /** Again on the same port, with the same objects; resolves when it answers. */
  start(): Promise<void>;
  /** Ends the process; the objects stay. */
  halt(): Promise<void>;
}

/** The servers that a suite is to run against: one of its own, and the one that the environment names. */
export const s3Servers = (): readonly { readonly name: string; readonly start: () => Promise<S3Server> }[] => [
  { name: "s3rver", start: startOwnS3Server },
  ...(namedEndpoint() === "" ? [] : [{ name: `the server at ${namedEndpoint()}`, start: startS3Server }]),
];

const namedEndpoint = (): string => process.env["XP_TEST_S3_ENDPOINT"] ?? "";

/**
 * The server that `XP_TEST_S3_ENDPOINT`, `XP_TEST_S3_ACCESS_KEY` and `XP_TEST_S3_SECRET_KEY` name, with a new bucket;
 * without them one of its own.
 */
export async function startS3Server(): Promise<S3Server> {
  const endpoint = namedEndpoint();
  return endpoint === "" ? await startOwnS3Server() : await bucketOn(endpoint);
}

/** Starts s3rver (an S3 server from npm) as a process of its own on a free port of 127.0.0.1, with a bucket. */
export async function startOwnS3Server(): Promise<OwnS3Server> {
  const directory = await mkdtemp(join(tmpdir(), "xp-tracker-s3-"));
  const [port = 0] = await freePorts(1);
  const endpoint = `http://127.0.0.1:${port}`;
  const bucket = "xp-tracker-test";
  await mkdir(join(directory, "objects"));

  const start = async () => {
    const settings = ["--directory", join(directory, "objects"), "--address", "127.0.0.1", "--port", String(port)];
    const program = fileURLToPath(import.meta.resolve("./s3rver-process.ts"));
    // Else it takes the name of the host, where it is called by one, for that of a bucket.
    const run = [program, ...settings, "--no-vhost-buckets", "--configure-bucket", bucket];
    const started = startChild(process.execPath, run, join(directory, "log"));
    await untilReady(started, "s3rver", async () => (await fetch(endpoint)).status > 0, 30_000);
    return started;
  };
  let child = await start();
  return {
    endpoint,
    accessKeyId: "S3RVER",
    secretAccessKey: "S3RVER",
    region: "us-east-1",
    bucket,
    async start() {
      if (child.exited) child = await start();
    },
    halt: () => child.stop(2_000),
    async stop() {
      await child.stop(2_000);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function bucketOn(endpoint: string): Promise<S3Server> {
  const credentials = {
    accessKeyId: process.env["XP_TEST_S3_ACCESS_KEY"] ?? "",
    secretAccessKey: process.env["XP_TEST_S3_SECRET_KEY"] ?? "",
  };
  const region = process.env["XP_TEST_S3_REGION"] ?? "us-east-1";
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const Bucket = `xp-tracker-test-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  return {
    endpoint,
    ...credentials,
    region,
    bucket: Bucket,
    async stop() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
      for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
      await client.send(new DeleteBucketCommand({ Bucket }));
      client.destroy();
    },
  };
}
