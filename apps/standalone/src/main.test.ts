import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const kubeconfig = JSON.stringify({
  clusters: [{ name: "c", cluster: { server: "http://127.0.0.1:9" } }],
  users: [{ name: "u", user: {} }],
  contexts: [{ name: "x", context: { cluster: "c", user: "u" } }],
  "current-context": "x",
});

/** Address of a standalone that has not reached its API server. */
async function start(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), "standalone-"));
  const path = join(dir, "kubeconfig");
  await writeFile(path, kubeconfig);
  const child = spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url))], {
    env: { KUBECONFIG: path, METRICS_ADDR: "127.0.0.1:0", LOG_FORMAT: "json" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await rm(dir, { recursive: true });
  });
  for await (const line of createInterface(child.stdout)) {
    const { metrics } = JSON.parse(line) as { readonly metrics?: string };
    if (metrics !== undefined) return metrics;
  }
  throw new Error("it ended before it served");
}

it("has the metrics of a process that polls and serves, and none of restores and refreshes, which it does not do", async () => {
  const page = await (await fetch(await start())).text();
  expect(page).toMatch(/^xp_tracker_polls_total/m);
  expect(page).toMatch(/^xp_tracker_render_duration_seconds_count/m);
  expect(page).not.toMatch(/^xp_tracker_(restore|refresh)/m);
});
