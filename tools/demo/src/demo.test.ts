import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePorts } from "@xp-tracker/testing";
import { afterAll, afterEach, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const noPs = spawnSync("ps", ["-A"], { stdio: "ignore" }).status === 0 ? "" : " (ps is not on PATH)";

const folder = mkdtempSync(join(tmpdir(), "demo-test-"));
const started = new Set<number>();

afterEach(() => {
  for (const pid of started) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  started.clear();
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The demo as a terminal starts it: in a group of its own, which the terminal's signals reach. */
async function startDemo() {
  const [port] = await freePorts(1);
  const demo = spawn(process.execPath, [MAIN, "--claims", "5", "--port", String(port)], {
    env: { ...process.env, TMPDIR: folder, LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  const pid = demo.pid ?? 0;
  started.add(pid);
  const exited = once(demo, "exit");
  for await (const line of createInterface(demo.stdout)) if (line.includes("Ctrl-C ends everything")) break;
  const parts = childrenOf(pid);
  for (const part of parts) started.add(part);
  return { demo, pid, parts, exited };
}

const childrenOf = (parent: number): readonly number[] =>
  spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .stdout.split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid] : []));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it.skipIf(noPs !== "").each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  `the demo leaves no process and no file where %s ends it${noPs}`,
  async (signal) => {
    const { demo, pid, parts, exited } = await startDemo();
    expect(parts).toHaveLength(2);
    expect(readdirSync(folder)).not.toEqual([]);
    demo.stdout.resume();
    process.kill(-pid, signal);
    expect(await exited).toEqual([0, null]);
    expect(parts.filter(isAlive)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  },
);

it.skipIf(noPs !== "")(`the demo ends in order where nobody reads it any more${noPs}`, async () => {
  const { demo, parts, exited } = await startDemo();
  demo.stdout.destroy();
  expect(await exited).toEqual([0, null]);
  expect(parts.filter(isAlive)).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});
