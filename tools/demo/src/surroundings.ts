import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  prometheusSkipReason,
  redisSkipReason,
  startKubeSim,
  startOwnS3Server,
  startPrometheus,
  startRedis,
} from "@xp-tracker/testing";
import type { DemoOptions } from "./options.ts";
import type { Surroundings } from "./plan.ts";
import type { Environment } from "./service-process.ts";

export interface RunningSurroundings extends Surroundings {
  /** What of it can be looked at, by what it is. */
  readonly urls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

interface Part {
  readonly environment: Environment;
  readonly urls: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const nothing: Part = { environment: {}, urls: {}, stop: () => Promise.resolve() };

/** Everything that the services talk to. @throws Error that names all that is missing on this machine */
export async function startSurroundings(options: DemoOptions): Promise<RunningSurroundings> {
  const missing = [
    options.redis ? redisSkipReason() : undefined,
    options.prometheus ? prometheusSkipReason() : undefined,
  ].filter((reason) => reason !== undefined);
  if (missing.length > 0) throw new Error(`${missing.join(", and ")}: install it, or leave the option out`);

  const sim = await startKubeSim({ claims: options.claims });
  const store = await startStore(options);
  const redis = options.redis ? await redisPart() : nothing;
  const prometheus = options.prometheus ? await prometheusPart(options) : nothing;
  const parts = [prometheus, redis, store];
  return {
    kubeconfigPath: sim.kubeconfigPath,
    store: store.environment,
    redis: redis.environment,
    urls: Object.assign({}, ...parts.map(({ urls }) => urls)) as Record<string, string>,
    stop: async () => {
      for (const part of parts) await part.stop();
      await sim.stop();
    },
  };
}

const startStore = (options: DemoOptions): Promise<Part> => (options.s3 ? s3Part() : directoryPart());

async function directoryPart(): Promise<Part> {
  const directory = await mkdtemp(join(tmpdir(), "xp-tracker-demo-"));
  return {
    environment: { STORE_BACKEND: "file", FILE_STORE_DIR: directory },
    urls: {},
    stop: () => rm(directory, { recursive: true, force: true }),
  };
}

async function s3Part(): Promise<Part> {
  const server = await startOwnS3Server();
  return {
    environment: {
      STORE_BACKEND: "s3",
      S3_BUCKET: server.bucket,
      S3_ENDPOINT: server.endpoint,
      S3_REGION: server.region,
      AWS_ACCESS_KEY_ID: server.accessKeyId,
      AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
    },
    urls: { "S3 server": `${server.endpoint}/${server.bucket}` },
    stop: () => server.stop(),
  };
}

async function redisPart(): Promise<Part> {
  const server = await startRedis();
  return { environment: { REDIS_URL: server.url }, urls: { Redis: server.url }, stop: () => server.stop() };
}

async function prometheusPart({ split, port }: DemoOptions): Promise<Part> {
  const at = (offset: number): string => `127.0.0.1:${port + offset}`;
  const targets: Readonly<Record<string, readonly string[]>> = split
    ? { "xp-tracker": [at(0)], "xp-tracker-telemetry": [at(1), at(3), at(4)] }
    : { "xp-tracker": [at(0)] };
  const server = await startPrometheus({ targets });
  return { environment: {}, urls: { Prometheus: server.url }, stop: () => server.stop() };
}
