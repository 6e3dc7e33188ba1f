import { gunzipSync } from "node:zlib";
import { createLog } from "@xp-tracker/runtime";
import { afterEach, describe, expect, it } from "vitest";
import { bodyOf, exporterRoutes, startServer, telemetryRoutes, withGzip } from "../index.ts";
import type { Check, ExporterFacts, Pages, Route, RunningServer } from "../index.ts";

const never = new AbortController().signal;
const text = "# TYPE claims gauge\nclaims 1\n";
const openmetrics = "# TYPE claims gauge\nclaims 1\n# EOF\n";
const bookkeeping = '{"claims":[],"xrs":[],"mrs":[],"generatedAt":"2026-02-13T20:50:00Z"}';
const ready: Check = { name: "snapshot", ok: true, detail: "generation 42" };
const notReady: Check = { name: "snapshot", ok: false, detail: "none was restored yet" };

const pages: Pages = {
  metrics: {
    text: await withGzip(bodyOf("text/plain; version=0.0.4; charset=utf-8", text, "42-text"), never),
    openmetrics: await withGzip(bodyOf("application/openmetrics-text", openmetrics, "42-openmetrics"), never),
  },
  bookkeeping: await withGzip(bodyOf("application/json; charset=utf-8", bookkeeping, "42"), never),
};

const facts: ExporterFacts = {
  pages: () => pages,
  readiness: () => [ready],
  landing: () => ({ name: "xp-tracker exporter", version: "1.0.0" }),
};

const lines: string[] = [];
const log = createLog({ service: "test", format: "json", destination: { write: (line) => void lines.push(line) } });
const servers: RunningServer[] = [];

async function serve(routes: readonly Route[]): Promise<string> {
  const server = await startServer({ address: "127.0.0.1:0", routes, log, name: "metrics" });
  servers.push(server);
  return server.url;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close(0);
});

const OPENMETRICS = { accept: "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5" };

/** The answer with its body as it came over the wire. */
async function ask(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init);
  const { status, headers } = response;
  return { status, headers: Object.fromEntries(headers), body: await response.text() };
}

describe("exporter", () => {
  it("serves the metrics page as text unless OpenMetrics is asked for", async () => {
    const url = await serve(exporterRoutes(facts));
    expect(await ask(`${url}/metrics`)).toMatchObject({
      status: 200,
      headers: {
        "content-type": "text/plain; version=0.0.4; charset=utf-8",
        vary: "Accept, Accept-Encoding",
        "x-content-type-options": "nosniff",
      },
      body: text,
    });
    expect(await ask(`${url}/metrics`, { headers: OPENMETRICS })).toMatchObject({
      status: 200,
      headers: { "content-type": "application/openmetrics-text; version=1.0.0; charset=utf-8" },
      body: openmetrics,
    });
  });

  it("serves the books as JSON", async () => {
    const url = await serve(exporterRoutes(facts));
    expect(await ask(`${url}/bookkeeping`)).toMatchObject({
      status: 200,
      headers: { "content-type": "application/json; charset=utf-8", vary: "Accept-Encoding" },
      body: bookkeeping,
    });
  });

  it.each(["/metrics", "/bookkeeping"])(
    "%s is compressed for those who ask, with a length either way",
    async (path) => {
      const url = await serve(exporterRoutes(facts));
      const plain = await ask(url + path, { headers: { "accept-encoding": "identity" } });
      expect(plain.headers).toMatchObject({ "content-length": String(plain.body.length) });
      expect(plain.headers).not.toHaveProperty("content-encoding");

      const zipped = await ask(url + path, { headers: { "accept-encoding": "gzip" } });
      expect(zipped.headers).toMatchObject({ "content-encoding": "gzip" });
      expect(Number(zipped.headers["content-length"])).toBeGreaterThan(20);
      expect(zipped.body).toBe(plain.body);
    },
  );

  it.each(["/metrics", "/bookkeeping"])("%s is not sent again to those who have it", async (path) => {
    const url = await serve(exporterRoutes(facts));
    const first = await ask(url + path);
    const etag = first.headers["etag"] ?? "";
    expect(etag).toMatch(/^W\/"42/);

    for (const known of [etag, `"other", ${etag}`, etag.replace("W/", ""), "*"]) {
      const again = await ask(url + path, { headers: { "if-none-match": known } });
      expect(again).toMatchObject({ status: 304, headers: { etag }, body: "" });
    }
    expect(await ask(url + path, { headers: { "if-none-match": 'W/"41"' } })).toMatchObject({ status: 200 });
  });

  it("serves the page of the moment", async () => {
    let claims = 1;
    const current = (): Pages => ({
      ...pages,
      metrics: { ...pages.metrics, text: bodyOf("text/plain", `claims ${claims}\n`) },
    });
    const url = await serve(exporterRoutes({ ...facts, pages: current }));
    expect(await ask(`${url}/metrics`)).toMatchObject({ body: "claims 1\n" });
    claims = 2;
    expect(await ask(`${url}/metrics`)).toMatchObject({ body: "claims 2\n" });
  });

  it("is alive whether or not it is ready", async () => {
    const url = await serve(exporterRoutes({ ...facts, readiness: () => [notReady] }));
    expect(await ask(`${url}/healthz`)).toMatchObject({
      status: 200,
      headers: { "content-type": "text/plain; charset=utf-8" },
      body: "ok\n",
    });
  });

  it("is ready when every check is ok, and says what is missing otherwise", async () => {
    let checks = [notReady, ready];
    const url = await serve(exporterRoutes({ ...facts, readiness: () => checks }));
    expect(await ask(`${url}/readyz`)).toMatchObject({
      status: 503,
      body: "not ready: snapshot: none was restored yet\n",
    });
    expect(await ask(`${url}/readyz?verbose`)).toMatchObject({
      status: 503,
      body: "[-]snapshot failed: none was restored yet\n[+]snapshot ok: generation 42\nreadyz check failed\n",
    });
    checks = [ready];
    expect(await ask(`${url}/readyz`)).toMatchObject({ status: 200, body: "ok\n" });
    expect(await ask(`${url}/readyz?verbose`)).toMatchObject({
      status: 200,
      body: "[+]snapshot ok: generation 42\nreadyz check passed\n",
    });
  });

  it("is ready with notes that are not ok, and tells them", async () => {
    const down = {
      name: "source claim a/v1/x",
      ok: false,
      detail: "forbidden, 7 rows, read 5 min ago",
      isNote: true,
    } as const;
    const url = await serve(exporterRoutes({ ...facts, readiness: () => [ready, down] }));
    expect(await ask(`${url}/readyz`)).toMatchObject({ status: 200, body: "ok\n" });
    expect(await ask(`${url}/readyz?verbose`)).toMatchObject({
      status: 200,
      body:
        "[+]snapshot ok: generation 42\n" +
        "[-]source claim a/v1/x failed (not counted): forbidden, 7 rows, read 5 min ago\nreadyz check passed\n",
    });
  });

  it("has a landing page with links to all else, which may load nothing", async () => {
    const url = await serve(exporterRoutes(facts));
    const page = await ask(`${url}/`);
    expect(page).toMatchObject({
      status: 200,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": expect.stringContaining("default-src 'none'") as string,
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
      },
    });
    const links = Array.from(page.body.matchAll(/href="([^"]*)"/g), ([, path]) => path);
    expect(links).toEqual(["/metrics", "/bookkeeping", "/healthz", "/readyz"]);
    for (const path of links) expect((await fetch(url + path)).status).toBe(200);
  });
});

describe("the process's own metrics on the same page", () => {
  const own =
    '# HELP polls_total Polls, the "real" ones.\n# TYPE polls_total counter\npolls_total 3\n\n# TYPE up gauge\nup 1';
  const ownAsOpenmetrics =
    '# HELP polls Polls, the \\"real\\" ones.\n# TYPE polls counter\npolls_total 3\n# TYPE up gauge\nup 1\n';
  const standalone = exporterRoutes({ ...facts, extraMetrics: () => Promise.resolve(own) });

  it("come before it, so that OpenMetrics still ends with EOF", async () => {
    const url = await serve(standalone);
    const identity = { "accept-encoding": "identity" };
    expect(await ask(`${url}/metrics`, { headers: identity })).toMatchObject({ body: `${own}\n${text}` });
    expect(await ask(`${url}/metrics`, { headers: { ...OPENMETRICS, ...identity } })).toMatchObject({
      body: ownAsOpenmetrics + openmetrics,
    });
  });

  it("are in one gzip member with it", async () => {
    const routes = standalone.filter(({ path }) => path === "/metrics");
    for (const [accept, expected] of [
      ["", `${own}\n${text}`] as const,
      [OPENMETRICS.accept, ownAsOpenmetrics + openmetrics] as const,
    ]) {
      const reply = await routes[0]?.reply({ accept, query: {} });
      const gzip = Buffer.concat(reply?.body.gzip ?? []);
      expect(gunzipSync(gzip).toString()).toBe(expected);
    }
    const url = await serve(standalone);
    expect(await ask(`${url}/metrics`, { headers: { "accept-encoding": "gzip" } })).toMatchObject({
      headers: { "content-encoding": "gzip" },
      body: `${own}\n${text}`,
    });
  });

  it("make the page one that nobody may reuse", async () => {
    const url = await serve(standalone);
    expect((await ask(`${url}/metrics`)).headers).not.toHaveProperty("etag");
  });
});

describe("telemetry", () => {
  const telemetry = telemetryRoutes({
    render: () => Promise.resolve({ contentType: "text/plain; version=0.0.4; charset=utf-8", body: "up 1\n" }),
    landing: () => ({ name: "xp-tracker poller", version: "1.0.0" }),
  });

  it("serves the process's metrics, health and a landing page", async () => {
    const url = await serve(telemetry);
    expect(await ask(`${url}/metrics`)).toMatchObject({
      status: 200,
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
      body: "up 1\n",
    });
    expect(await ask(`${url}/healthz`)).toMatchObject({ status: 200, body: "ok\n" });
    expect(await ask(`${url}/readyz`)).toMatchObject({ status: 200, body: "ok\n" });
    expect((await ask(`${url}/`)).body).toContain("xp-tracker poller");
    expect(await ask(`${url}/bookkeeping`)).toMatchObject({ status: 404 });
  });

  it("is ready as its service is", async () => {
    const url = await serve(
      telemetryRoutes({
        render: () => Promise.resolve({ contentType: "text/plain", body: "" }),
        landing: () => ({ name: "poller", version: "1" }),
        readiness: () => [notReady],
      }),
    );
    expect(await ask(`${url}/readyz`)).toMatchObject({ status: 503 });
  });
});

describe("bounds", () => {
  const bounds = { maxConcurrentScrapes: 1, bookkeepingPerMinute: 2 };

  it.each(["metrics", "telemetry"])("hold for scrapes of the %s address, and for nothing else of it", async (name) => {
    const asked = Promise.withResolvers<void>();
    const answered = Promise.withResolvers<string>();
    const slow = () => {
      asked.resolve();
      return answered.promise;
    };
    const { landing } = facts;
    const render = async () => ({ contentType: "text/plain", body: await slow() });
    const url = await serve(
      name === "metrics"
        ? exporterRoutes({ ...facts, extraMetrics: slow, bounds })
        : telemetryRoutes({ render, landing, bounds }),
    );
    const first = ask(`${url}/metrics`);
    await asked.promise;
    expect(await ask(`${url}/metrics`)).toMatchObject({ status: 503, headers: { "retry-after": "1" } });
    expect(await ask(`${url}/healthz`)).toMatchObject({ status: 200 });
    answered.resolve("");
    expect(await first).toMatchObject({ status: 200 });
    expect(await ask(`${url}/metrics`)).toMatchObject({ status: 200 });
  });

  it("hold for /bookkeeping in a minute", async () => {
    const url = await serve(exporterRoutes({ ...facts, bounds }));
    const statuses = [];
    for (let times = 0; times < 3; times += 1) statuses.push((await ask(`${url}/bookkeeping`)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});
