import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bundle } from "./bundle.ts";

const sourceOf = (file: string): string => fileURLToPath(new URL(`../../../${file}`, import.meta.url));
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

/** Of the password "right". */
const hash = "$2b$04$Thk6Fd9e/4nrvHauxct2juxPHw50RknjPsP6eqEhU9zDDckuCa/Ie";
const authorization = `Basic ${Buffer.from("scraper:right").toString("base64")}`;

it("the bundled exporter finds its threads beside it, restores, compares passwords and serves", async () => {
  const program = await bundle(sourceOf("apps/exporter/src/main.ts"), folder);
  await bundle(sourceOf("apps/exporter/src/worker.ts"), folder);
  await bundle(sourceOf("libs/http/src/access/password-worker.ts"), folder);
  await writeFile(join(folder, "web.yml"), `basic_auth_users:\n  scraper: ${hash}\n`);
  await writeFile(join(folder, "snapshot.json"), JSON.stringify(snapshot));
  const child = spawn(process.execPath, [program], {
    env: {
      STORE_BACKEND: "file",
      FILE_STORE_DIR: folder,
      METRICS_ADDR: "127.0.0.1:0",
      TELEMETRY_ADDR: "127.0.0.1:0",
      LOG_FORMAT: "json",
      WEB_CONFIG_FILE: join(folder, "web.yml"),
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
    expect((await fetch(url)).status).toBe(401);
    const page = await fetch(url, { headers: { authorization } });
    expect(await page.text()).toContain('crossplane_resource_info{class="claim",');
  } finally {
    const exited = once(child, "exit");
    child.kill();
    await exited;
  }
});
