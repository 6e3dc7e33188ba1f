import { execFile, spawnSync } from "node:child_process";
import { rename, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  certificateAuthority,
  prometheusSkipReason,
  runApp,
  startKubeSim,
  startPrometheus,
  startService,
} from "@xp-tracker/testing";
import type { CertificateAndKey } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { eventually } from "./testing/http.ts";
import { fileStore, pollsOf } from "./testing/settings.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const absent = ["curl", "openssl"].find((program) => spawnSync(program, ["version"]).error !== undefined);
const lacking = absent === undefined ? undefined : `${absent} is not on PATH`;
const noPrometheus = prometheusSkipReason();
const run = promisify(execFile);

const PASSWORD = "correct horse";
const HASH = "$2b$10$tzRyb/bMvuZb3mnwbvs4cuH5w8linveV7wWupyOH8RAB5PPbBtsXi";
const TOKEN = "e2e-token-0123456789abcdef";

const own = stopsAtEnd();
const { path: folder } = own(await temporaryDirectory());
const authority = certificateAuthority();
const file = (name: string): string => join(folder, name);

/** As a Secret's volume is turned: whole files in the place of others. */
async function putFile(name: string, content: string): Promise<void> {
  await writeFile(file(`${name}.new`), content);
  await rename(file(`${name}.new`), file(name));
}

async function putPair({ cert, key }: CertificateAndKey): Promise<void> {
  await putFile("server.key", key);
  await putFile("server.crt", cert);
}

await putPair(authority.server(["127.0.0.1"]));
await putFile("ca.crt", authority.cert);
await putFile("password", PASSWORD);
await putFile("token", `${TOKEN}\n`);
await putFile(
  "web.yml",
  [
    "tls_server_config:",
    "  cert_file: server.crt",
    "  key_file: server.key",
    "http_server_config:",
    "  headers:",
    "    Strict-Transport-Security: max-age=31536000",
    "basic_auth_users:",
    `  prometheus: ${HASH}`,
  ].join("\n"),
);

const sim = own(await startKubeSim({ claims: 20, speed: 0 }));
const store = fileStore(file("store"));
const access = { WEB_CONFIG_FILE: file("web.yml"), BEARER_TOKEN_FILE: file("token"), LOG_LEVEL: "debug" };
const standalone = own(await startService("standalone", { ...pollsOf(sim), ...access }));
const poller = own(await startService("poller", { ...pollsOf(sim), ...store, ...access }));
const exporter = own(await startService("exporter", { ...store, ...access, REFRESH_INTERVAL_SECONDS: "1" }));
const addresses = [
  ["standalone", standalone.url],
  ["poller's telemetry", poller.telemetryUrl],
  ["exporter", exporter.url],
  ["exporter's telemetry", exporter.telemetryUrl],
] as const;

/** The status that curl gets. @throws with curl's words where there is none */
async function curl(url: string, ...options: readonly string[]): Promise<string> {
  const { stdout } = await run("curl", ["-sS", "-m", "20", "-o", "/dev/null", "-w", "%{http_code}", ...options, url]);
  return stdout;
}
const trusting = ["--cacert", file("ca.crt")];

/** The serial of the certificate that `openssl s_client` is shown. */
async function serialAt(url: string): Promise<string> {
  const connected = run("openssl", [
    "s_client",
    "-connect",
    new URL(url).host,
    "-CAfile",
    file("ca.crt"),
    "-verify_return_error",
  ]);
  connected.child.stdin?.end();
  const { stdout } = await connected;
  expect(stdout).toContain("Verify return code: 0 (ok)");
  const parsed = run("openssl", ["x509", "-noout", "-serial"]);
  parsed.child.stdin?.end(stdout);
  return (await parsed).stdout.trim();
}

describe.skipIf(lacking !== undefined)(`TLS and authentication (${lacking ?? "with curl and openssl"})`, () => {
  it.each(addresses)("%s answers who shows the password or the token over TLS, and nobody else", async (_name, url) => {
    const metrics = `${url}/metrics`;
    expect(url).toMatch(/^https:/);
    expect(await curl(metrics, ...trusting, "-u", `prometheus:${PASSWORD}`)).toBe("200");
    expect(await curl(metrics, ...trusting, "-H", `Authorization: Bearer ${TOKEN}`)).toBe("200");
    expect(await curl(metrics, ...trusting)).toBe("401");
    expect(await curl(metrics, ...trusting, "-u", "prometheus:wrong")).toBe("401");
    expect(await curl(metrics, ...trusting, "-u", `mallory:${PASSWORD}`)).toBe("401");
    expect(await curl(metrics, ...trusting, "-H", `Authorization: Bearer ${TOKEN}x`)).toBe("401");
    expect(await curl(`${url}/`, ...trusting)).toBe("401");
    expect(await curl(`${url}/healthz`, ...trusting)).toBe("200");
    expect(await curl(`${url}/readyz`, ...trusting)).toMatch(/^(200|503)$/);
    expect(await curl(`${url}/readyz?verbose`, ...trusting)).toBe("401");
    await expect(curl(metrics)).rejects.toThrow("certificate");
    await expect(curl(metrics.replace("https:", "http:"))).rejects.toThrow(/Empty reply|reset/);
    // At its own level of security curl would refuse TLS 1.1 itself, and the server never be asked.
    const old = ["--tlsv1.1", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0"];
    await expect(curl(metrics, ...trusting, ...old)).rejects.toThrow("alert protocol version");
  });

  it("a renewed certificate is shown to new connections, and no scrape of a running loop is dropped", async () => {
    const before = await serialAt(exporter.url);
    const stop = new AbortController();
    const counts: Record<string, number> = {};
    // Each with a connection of its own, so that each meets whichever certificate is in use.
    const scrape = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        const status = await curl(`${exporter.url}/metrics`, ...trusting, "-u", `prometheus:${PASSWORD}`).catch(String);
        counts[status] = (counts[status] ?? 0) + 1;
      }
    };
    const scrapers = [scrape(), scrape()];
    const serials = new Set([before]);
    for (let renewal = 0; renewal < 3; renewal += 1) {
      await putPair(authority.server(["127.0.0.1"]));
      await eventually(async () => {
        const serial = await serialAt(exporter.url);
        expect(serials.has(serial)).toBe(false);
        serials.add(serial);
      });
    }
    stop.abort();
    await Promise.all(scrapers);
    console.log(`scrapes over ${serials.size} certificates, by status: ${JSON.stringify(counts)}`);
    expect(Object.keys(counts)).toEqual(["200"]);
    expect(counts["200"]).toBeGreaterThan(10);
  });

  it("a pair that does not belong together leaves the old one in use, which the log says", async () => {
    const before = await serialAt(standalone.url);
    const from = standalone.log.length;
    await putFile("server.crt", authority.server(["127.0.0.1"]).cert);
    await standalone.logged("the web configuration cannot be read, the old one stays in force", from);
    expect(await serialAt(standalone.url)).toBe(before);
    await putPair(authority.server(["127.0.0.1"]));
    await standalone.logged("the web configuration can be read again", from);
    await eventually(async () => expect(await serialAt(standalone.url)).not.toBe(before));
  });

  it("neither password nor token, hash nor key stands in any log", () => {
    const printed = [standalone, poller, exporter].map(({ output }) => output()).join("\n");
    for (const secret of [
      PASSWORD,
      TOKEN,
      HASH,
      "PRIVATE KEY",
      Buffer.from(`prometheus:${PASSWORD}`).toString("base64"),
    ]) {
      expect(printed).not.toContain(secret);
    }
  });

  it("a process with an open handshake ends in time", async () => {
    const ending = await startService("standalone", { ...pollsOf(sim), ...access, SHUTDOWN_GRACE_SECONDS: "4" });
    const silent = connect(Number(new URL(ending.url).port), "127.0.0.1");
    silent.on("error", () => undefined);
    await eventually(() => expect(silent.readyState).toBe("open"));
    expect(await ending.stop()).toMatchObject({ code: 0 });
    silent.destroy();
  });
});

describe.skipIf(noPrometheus !== undefined)(`a real Prometheus (${noPrometheus ?? "scrapes"})`, () => {
  it("scrapes with tls_config and basic_auth, and with authorization, and is refused without", async () => {
    const targets = addresses.map(([, url]) => new URL(url).host);
    const tls = { scheme: "https", tls_config: { ca_file: file("ca.crt") } };
    const prometheus = own(
      await startPrometheus({
        targets: { users: targets, tokens: targets, wrong: targets, none: targets },
        settings: {
          users: { ...tls, basic_auth: { username: "prometheus", password_file: file("password") } },
          tokens: { ...tls, authorization: { credentials_file: file("token") } },
          wrong: { ...tls, basic_auth: { username: "prometheus", password: "wrong" } },
          none: tls,
        },
      }),
    );
    await eventually(async () => {
      const found = await prometheus.scraped();
      const told = found.map(({ job, health, lastError }) => `${job} ${health} ${lastError}`.trim());
      expect(told.toSorted()).toEqual(
        [
          "none down server returned HTTP status 401 Unauthorized",
          "tokens up",
          "users up",
          "wrong down server returned HTTP status 401 Unauthorized",
        ].flatMap((line) => targets.map(() => line)),
      );
    });
    expect(await prometheus.query('count(crossplane_claims_total{job="users"})')).toMatchObject([
      { value: expect.any(Number) as number },
    ]);
  });
});

describe("a wrong web configuration", () => {
  it("ends the process with 2 before it opens a port, beside all other mistakes", async () => {
    await putFile("wrong.yml", "tls_server_config:\n  cert_file: absent.crt\n  key_file: server.key\n");
    await putFile("short", "hunter2\n");
    const environment = { ...pollsOf(sim), BEARER_TOKEN_FILE: file("short"), LOG_LEVEL: "loud" };
    const ended = await runApp("standalone", environment, [`--web.config.file=${file("wrong.yml")}`]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("3 mistakes in the configuration");
    expect(ended.stderr).toMatch(/WEB_CONFIG_FILE=.*: line 2: cert_file cannot be read: ENOENT/);
    expect(ended.stderr).toMatch(/BEARER_TOKEN_FILE=.*: line 1 is no token of at least 16/);
    expect(ended.stderr).not.toContain("hunter2");
  });
});
