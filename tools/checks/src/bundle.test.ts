import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle } from "./bundle.ts";

const sourceOf = (file: string): string =>
  fileURLToPath(new URL(`../../../apps/exporter/src/${file}`, import.meta.url));
const snapshot = {
  claims: [{ gvr: "acme.example/v1/dbs", kind: "Db", name: "orders" }],
  xrs: [],
  persistedAt: "2026-02-15T10:00:00Z",
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bundle-"));
});
afterAll(() => rm(folder, { recursive: true }));

it("the bundled exporter finds its thread beside it, restores and serves", async () => {
  const program = await bundle(sourceOf("main.ts"), folder);
  await bundle(sourceOf("worker.ts"), folder);
  await writeFile(join(folder, "snapshot.json"), JSON.stringify(snapshot));
  const child = spawn(process.execPath, [program], {
    env: {
      STORE_BACKEND: "file",
      FILE_STORE_DIR: folder,
      METRICS_ADDR: "127.0.0.1:0",
      TELEMETRY_ADDR: "127.0.0.1:0",
      LOG_FORMAT: "json",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    let url = "";
    for await (const line of createInterface(child.stdout)) {
      const { msg, metrics } = JSON.parse(line) as { readonly msg: string; readonly metrics?: string };
      if (msg === "serving") url = metrics ?? "";
      if (msg === "snapshot served") break;
    }
    expect(await (await fetch(url)).text()).toContain('crossplane_resource_info{class="claim",');
  } finally {
    const exited = once(child, "exit");
    child.kill();
    await exited;
  }
});
