import { setTimeout as sleep } from "node:timers/promises";
import { freePorts, redisSkipReason, shippedProgram, spawnApp, startRedis } from "@xp-tracker/testing";
import type { App, AppEnvironment } from "@xp-tracker/testing";

export interface BenchedApp {
  readonly pid: number;
  readonly stop: () => Promise<void>;
  /** Where metrics and telemetry are served, without a slash at the end. */
  readonly url: string;
  readonly telemetry: string;
  /** The generation of the next cycle that the poller logs as complete. @throws Error when it ends before */
  readonly nextCycle: () => Promise<number>;
}

/** Starts an application and resolves when it answers. @throws Error with what it printed when it ends before */
export async function startApp(app: App, environment: AppEnvironment): Promise<BenchedApp> {
  const [port = 0, telemetryPort = 0] = await freePorts(2);
  let printed = "";
  let waiting: ((generation: number) => void)[] = [];
  const all = {
    METRICS_ADDR: `127.0.0.1:${port}`,
    TELEMETRY_ADDR: `127.0.0.1:${telemetryPort}`,
    LOG_FORMAT: "json",
    ...environment,
  };
  const onLine = (line: string): void => {
    printed = `${printed}${line}\n`.slice(-4_000);
    const generation = /poll cycle complete/.test(line) ? /"generation":(\d+)/.exec(line)?.[1] : undefined;
    if (generation === undefined) return;
    for (const resolve of waiting) resolve(Number(generation));
    waiting = [];
  };
  const started = spawnApp(app, { program: await shippedProgram(app), environment: all, onLine });
  const ended = started.exited.then((): never => {
    throw new Error(`the ${app} ended:\n${printed}`);
  });
  ended.catch(() => undefined);
  const telemetry = `http://127.0.0.1:${telemetryPort}`;
  await Promise.race([ended, answering(`${telemetry}/healthz`)]);
  return {
    pid: started.pid,
    stop: async () => void (await started.stop()),
    url: `http://127.0.0.1:${port}`,
    telemetry,
    nextCycle: () => Promise.race([ended, new Promise<number>((resolve) => waiting.push(resolve))]),
  };
}

async function answering(url: string): Promise<void> {
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    await sleep(20);
  }
}

/** What poller and exporters share: a directory, and Redis where this machine has one. */
export async function startShared(dir: string) {
  const redis = redisSkipReason() === undefined ? await startRedis() : undefined;
  const environment: AppEnvironment = {
    STORE_BACKEND: "file",
    // As the manifests have it.
    S3_SNAPSHOT_COMPRESSION: "gzip",
    FILE_STORE_DIR: dir,
    ...(redis === undefined ? { REFRESH_INTERVAL_SECONDS: "1" } : { REDIS_URL: redis.url }),
  };
  return { environment, stop: async () => redis?.stop() };
}
