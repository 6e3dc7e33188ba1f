import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { endsWithUs } from "./ends-with-us.ts";
import { freePorts } from "./free-port.ts";

/** A Redis on loopback that the caller may break. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Again on the same port; resolves when connections are taken. */
  start(): Promise<void>;
  /** Ends the process as a crash would. */
  stop(): Promise<void>;
  /** The process stands still: connections stay open, nothing answers. */
  pause(): void;
  resume(): void;
}

/** A Redis that others may use too: that of `REDIS_URL`, else one of its own. `stop` ends only its own. */
export async function anyRedis(): Promise<Pick<RedisServer, "url" | "stop">> {
  const url = process.env["REDIS_URL"] ?? "";
  return url === "" ? startRedis() : { url, stop: () => Promise.resolve() };
}

/** Why {@link anyRedis} cannot give one; undefined when it can. */
export const anyRedisSkipReason = (): string | undefined =>
  (process.env["REDIS_URL"] ?? "") === "" ? redisSkipReason() : undefined;

/** Why redis-server cannot be started here; undefined when it can. */
export function redisSkipReason(): string | undefined {
  const probe = spawnSync("redis-server", ["--version"], { stdio: "ignore" });
  return probe.status === 0 ? undefined : "redis-server is not on PATH";
}

/**
 * Starts redis-server on a free port of 127.0.0.1, without persistence.
 * @param args further settings, e.g. `["--requirepass", "secret"]`; `{port}` stands for the port
 */
export async function startRedis(args: readonly string[] = []): Promise<RedisServer> {
  const [port = 0] = await freePorts(1);
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = await startProcess(port, args);
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    start,
    stop: async () => {
      if (child !== undefined) await kill(child);
      child = undefined;
    },
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
  };
}

async function startProcess(port: number, args: readonly string[]): Promise<ChildProcess> {
  const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const given = args.map((arg) => arg.replaceAll("{port}", String(port)));
  const child = spawn("redis-server", [...settings, ...given], { stdio: ["ignore", "pipe", "inherit"] });
  endsWithUs(child);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.includes("Ready to accept connections")) {
      child.stdout.resume();
      return child;
    }
  }
  throw new Error(`redis-server did not start:\n${lines.join("\n")}`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}
