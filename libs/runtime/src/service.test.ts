import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const fixture = fileURLToPath(new URL("./testing/service-fixture.ts", import.meta.url));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Given {
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: readonly string[];
  /** Sent one after the other, each once the log shows the text. */
  readonly signals?: readonly { readonly after: string; readonly signal: NodeJS.Signals }[];
}

async function run(name: string, { env = {}, flags = [], signals = [] }: Given = {}): Promise<Run> {
  const child = spawn(process.execPath, [fixture, ...flags], {
    env: { PATH: process.env["PATH"] ?? "", FIXTURE: name, LOG_FORMAT: "json", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const waiting = [...signals];
  let stdout = "";
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    while (waiting[0] !== undefined && stdout.includes(waiting[0].after)) child.kill(waiting.shift()?.signal);
  });
  await once(child, "close");
  return { code: child.exitCode, stdout, stderr };
}

const stopOnceUp = [{ after: '"up"', signal: "SIGTERM" }] as const;
const lastLine = ({ stdout }: Run): unknown => JSON.parse(stdout.trim().split("\n").at(-1) ?? "");

it("exits 0 when the service ends by itself", async () => {
  const ended = await run("ends by itself");
  expect(ended.code).toBe(0);
  expect(lastLine(ended)).toMatchObject({ level: "INFO", msg: "stopped", service: "standalone" });
});

it.each(["SIGTERM", "SIGINT"] as const)("exits 0 after %s, once what was under way has ended", async (signal) => {
  const ended = await run("waits for the signal", { signals: [{ after: '"up"', signal }] });
  expect(ended.code).toBe(0);
  expect(ended.stdout).toContain(`"signal":"${signal}"`);
});

it("takes the signal's own reason for a clean end", async () => {
  expect(await run("throws the signal's reason", { signals: stopOnceUp })).toMatchObject({ code: 0 });
});

it("exits 1 when stopping itself fails", async () => {
  const ended = await run("fails while stopping", { signals: stopOnceUp });
  expect(ended.code).toBe(1);
  expect(lastLine(ended)).toMatchObject({ level: "ERROR", error: { message: "last write failed" } });
});

it("exits 1 when the grace period is over", async () => {
  const startedAt = performance.now();
  const ended = await run("never ends", { signals: stopOnceUp, env: { SHUTDOWN_GRACE_SECONDS: "1" } });
  // Its start is part of it, but by default the grace alone would take longer.
  expect(performance.now() - startedAt).toBeLessThan(8_000);
  expect(ended.code).toBe(1);
  expect(lastLine(ended)).toMatchObject({ msg: "stopped before everything had ended", graceSeconds: 1 });
});

it("exits 1 at once after a second signal", async () => {
  const signals = [...stopOnceUp, { after: '"stopping"', signal: "SIGINT" }] as const;
  const ended = await run("never ends", { signals, env: { SHUTDOWN_GRACE_SECONDS: "600" } });
  expect(ended.code).toBe(1);
  expect(lastLine(ended)).toMatchObject({ msg: "stopped at once by a second signal", signal: "SIGINT" });
});

it("exits 1 on a fatal error, with its code, cause and remedy in the log", async () => {
  const ended = await run("fails at start");
  expect(ended.code).toBe(1);
  expect(lastLine(ended)).toMatchObject({
    msg: "fatal error",
    error: { code: "PORT_IN_USE", remedy: "stop the other process", cause: { message: "EADDRINUSE" } },
  });
});

it("exits 1 on a rejection that nobody handles", async () => {
  const ended = await run("rejects unseen");
  expect(ended.code).toBe(1);
  expect(lastLine(ended)).toMatchObject({ msg: "fatal error", error: { message: "nobody awaited this" } });
});

it("exits 2 before it starts anything when the configuration is wrong, and names every mistake", async () => {
  const env = { STORE_BACKEND: "oops", S3_BUCKET: "", POLL_INTERVAL_SECONDS: "0", METRICS_ADDR: "nonsense" };
  const { code, stdout, stderr } = await run("waits for the signal", { env });
  expect(code).toBe(2);
  expect(stdout).toBe("");
  expect(stderr).toContain("3 mistakes");
  for (const mistake of ["STORE_BACKEND=oops", "POLL_INTERVAL_SECONDS=0", "METRICS_ADDR=nonsense"]) {
    expect(stderr).toContain(mistake);
  }
});

it("exits 2 on a flag that it does not know", async () => {
  const { code, stderr } = await run("ends by itself", { flags: ["--verbose"] });
  expect(code).toBe(2);
  expect(stderr).toContain("--verbose");
  expect(stderr).toContain("--help");
});

it("prints the variables on --help and the version on --version, whatever the configuration", async () => {
  const env = { STORE_BACKEND: "oops" };
  const help = await run("ends by itself", { flags: ["--help"], env });
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(help.stdout).toContain("POLL_INTERVAL_SECONDS (default 30)");
  expect(await run("ends by itself", { flags: ["--version"], env })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^xp-tracker standalone \d+\.\d+\.\d+/) as string,
  });
});

it("takes the web configuration from its flag, before the variable", async () => {
  const env = { WEB_CONFIG_FILE: "/other.yml" };
  const refused = await run("ends by itself", { flags: ["--web.config.file=/given.yml"], env });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("WEB_CONFIG_FILE=/given.yml: looked into /given.yml");
});
