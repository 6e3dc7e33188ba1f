import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { runApp, startKubeSim, startService } from "@xp-tracker/testing";
import type { App } from "@xp-tracker/testing";
import { describe, expect, it } from "vitest";
import { stopsAtEnd } from "./testing/cleanup.ts";
import { fileStore, pollsOf } from "./testing/settings.ts";
import { temporaryDirectory } from "./testing/temporary-directory.ts";

const own = stopsAtEnd();
const sim = own(await startKubeSim({ claims: 5, speed: 0 }));
const directory = own(await temporaryDirectory());
const apps: readonly App[] = ["poller", "exporter", "standalone"];

describe("a service that cannot start", () => {
  it("lists all mistakes of its configuration at once and exits with 2", async () => {
    const { code, stdout, stderr } = await runApp("standalone", {
      STORE_BACKEND: "oops",
      S3_BUCKET: "",
      POLL_INTERVAL_SECONDS: "0",
      METRICS_ADDR: "nonsense",
    });
    expect(code).toBe(2);
    expect(stdout).toBe("");
    for (const name of ["STORE_BACKEND", "POLL_INTERVAL_SECONDS", "METRICS_ADDR"]) expect(stderr).toContain(name);
  });

  it.each(["poller", "exporter"] as const)("%s over memory alone says why that cannot work", async (app) => {
    const { code, stderr } = await runApp(app, { STORE_BACKEND: "memory" });
    expect(code).toBe(2);
    expect(stderr).toMatch(/STORE_BACKEND.*memory/);
    expect(stderr).toMatch(/standalone/);
  });

  it.each(["METRICS_ADDR", "TELEMETRY_ADDR"])("exits with 1 when the port of %s is taken", async (variable) => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = `127.0.0.1:${(taken.address() as AddressInfo).port}`;
    const { code, stdout } = await runApp("exporter", { ...fileStore(directory.path), [variable]: address });
    taken.close();
    expect(code).toBe(1);
    expect(stdout).toContain("PORT_IN_USE");
    expect(stdout).toContain(address);
  });

  it("exits with 1 when there is no kubeconfig of that name", async () => {
    const { code, stdout } = await runApp("standalone", { KUBECONFIG: "/nowhere/kubeconfig" });
    expect(code).toBe(1);
    expect(stdout).toContain("/nowhere/kubeconfig");
  });
});

describe.each(apps)("%s", (app) => {
  it("prints its settings with --help and its version with --version", async () => {
    const [help, version] = await Promise.all([runApp(app, {}, ["--help"]), runApp(app, {}, ["--version"])]);
    expect([help.code, version.code]).toEqual([0, 0]);
    expect(help.stdout).toContain("STORE_BACKEND");
    expect(version.stdout).toMatch(new RegExp(`^xp-tracker ${app} \\d+\\.\\d+\\.\\d+`));
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends with 0 after %s", async (signal) => {
    const service = own(await startService(app, { ...pollsOf(sim), ...fileStore(directory.path) }));
    service.kill(signal);
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.log.map(({ msg }) => msg)).toContain("stopped");
    expect(service.log.filter(({ level }) => level === "ERROR")).toEqual([]);
  });
});

describe("a poller whose last write hangs", () => {
  it("waits for it after one signal, and ends at once with 1 after the second", async () => {
    const s3 = own(await startMuteS3());
    const poller = own(await startService("poller", { ...pollsOf(sim), ...s3.settings, SHUTDOWN_GRACE_SECONDS: "60" }));
    await s3.firstPut;
    poller.kill("SIGTERM");
    await poller.logged("stopping");
    expect(poller.log.map(({ msg }) => msg)).not.toContain("stopped");
    poller.kill("SIGTERM");
    expect(await poller.exited).toEqual({ code: 1, signal: null });
    expect(poller.log.at(-1)?.msg).toBe("stopped at once by a second signal");
  });

  it("gives up after the stated grace", async () => {
    const s3 = own(await startMuteS3());
    const poller = own(await startService("poller", { ...pollsOf(sim), ...s3.settings, SHUTDOWN_GRACE_SECONDS: "2" }));
    await s3.firstPut;
    const askedAt = performance.now();
    poller.kill("SIGTERM");
    // The write is given up after half of the grace, so that the process can end in order within the rest.
    expect(await poller.exited).toEqual({ code: 0, signal: null });
    expect(performance.now() - askedAt).toBeLessThan(4_000);
  });
});

/** An S3 server that has no object and never answers a PUT. */
async function startMuteS3() {
  const { promise: firstPut, resolve } = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    if (request.method === "PUT") return resolve();
    response.writeHead(404, { "content-type": "application/xml" });
    response.end("<Error><Code>NoSuchKey</Code></Error>");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const settings = {
    STORE_BACKEND: "s3",
    S3_BUCKET: "mute",
    S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
  };
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
  };
  return { settings, firstPut, stop };
}
