import { gunzipSync } from "node:zlib";
import { bodyOf, exporterRoutes, negotiateMetrics, prefersGzip, startServer, withGzip } from "@xp-tracker/http";
import type { Pages, RunningServer } from "@xp-tracker/http";
import { createLog } from "@xp-tracker/runtime";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fuzz } from "./testing/fuzz.ts";
import { hostileText } from "./testing/hostile-text.ts";
import { exchange, readResponse } from "./testing/raw-http.ts";

const media = ["text/plain", "application/openmetrics-text", "*/*", "text/*", "gzip", "identity", "*"];
const entry = fc
  .tuple(
    fc.constantFrom(...media),
    fc.array(
      fc.oneof(
        fc.constantFrom(
          "q=0",
          "q=1.0",
          "q=0.5",
          "q=2",
          "version=1.0.0",
          "version=0.0.4",
          'version="0.0.1"',
          "escaping=allow-utf-8",
          "escaping=x",
        ),
        hostileText,
      ),
      { maxLength: 3 },
    ),
  )
  .map(([value, parameters]) => [value, ...parameters].join(";"));
const anyAccept = fc.oneof(
  hostileText,
  fc.array(entry, { maxLength: 4 }).map((entries) => entries.join(",")),
);
const CONTENT_TYPE =
  /^(?:text\/plain; version=(?:0\.0\.4|1\.0\.0)|application\/openmetrics-text; version=(?:1\.0\.0|0\.0\.1)); charset=utf-8(?:; escaping=(?:allow-utf-8|underscores|dots|values))?$/;

fuzz("negotiation", "of any headers picks one of the formats that there are", {
  input: anyAccept,
  share: 2,
  holds(accept) {
    const { format, contentType } = negotiateMetrics(accept);
    if (!CONTENT_TYPE.test(contentType)) throw new Error(`the content type is ${contentType}`);
    if (contentType.startsWith("text/plain") !== (format === "text")) throw new Error("type and format differ");
    if (typeof prefersGzip(accept) !== "boolean") throw new Error("no decision");
  },
});

const TEXT = "# HELP up A page.\n# TYPE up gauge\nup 1\n".repeat(40);
const OPEN_METRICS = `${TEXT}# EOF\n`;
const faults: string[] = [];
let server: RunningServer;

beforeAll(async () => {
  const compressed = (type: string, text: string) => withGzip(bodyOf(type, text, "7-abc"), AbortSignal.timeout(10_000));
  const pages: Pages = {
    metrics: { text: await compressed("text/plain", TEXT), openmetrics: await compressed("text/plain", OPEN_METRICS) },
    bookkeeping: await compressed("application/json", "{}"),
  };
  const log = createLog({
    service: "fuzz",
    level: "error",
    format: "json",
    destination: { write: (line) => void faults.push(line) },
  });
  const routes = exporterRoutes({
    pages: () => pages,
    readiness: () => [{ name: "snapshot", ok: false, detail: "none yet" }],
    landing: () => ({ name: "fuzz", version: "1.0.0" }),
  });
  server = await startServer({ address: "127.0.0.1:0", routes, log, name: "metrics" });
});
afterAll(() => server.close(0));

const path = fc.oneof(
  fc.constantFrom("/", "/metrics", "/bookkeeping", "/healthz", "/readyz", "*", "//", "http://other/metrics"),
  hostileText.map((text) => `/${text}`),
);
const query = fc.oneof(
  fc.constantFrom("", "?", "?verbose", "?verbose[__proto__]=1", "?__proto__=1&constructor=2", "?%", "?a=%ff%00"),
  hostileText.map((text) => `?${text}`),
);
const headerName = fc.constantFrom(
  ..."Accept Accept-Encoding If-None-Match Authorization Cookie Expect Upgrade Connection".split(" "),
  ..."Content-Length Transfer-Encoding Range Host X-Forwarded-For Prometheus-Scrape-Timeout".split(" "),
);
const headerValue = fc.oneof(
  anyAccept,
  fc.constantFrom('W/"7-abc"', "*", "100-continue", "chunked", "-1", "999999999999", "h2c"),
);
const wellFormed = fc
  .record({
    method: fc.oneof(fc.constantFrom("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "TRACE", "CONNECT"), hostileText),
    target: fc.tuple(path, query).map((parts) => parts.join("")),
    headers: fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 }),
  })
  .map(({ method, target, headers }) => {
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: fuzz\r\nConnection: close\r\n${lines.join("")}\r\n`);
  });
const raw = fc.oneof(
  { weight: 4, arbitrary: wellFormed },
  {
    weight: 1,
    arbitrary: fc.oneof(
      hostileText.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 400 }),
    ),
  },
);

/** Was once told to go on sending, and then cut off. */
const expectsButIsBroken = Buffer.from(
  'GET / HTTP/1.1\r\nHost: fuzz\r\nConnection: close\r\nExpect: 100-continue\r\nTransfer-Encoding: W/"7-abc"\r\n\r\n',
);

const statuses = new Set([200, 304, 400, 404, 405, 408, 413, 414, 417, 429, 431, 503]);
const names = new Set([
  ..."allow cache-control connection content-encoding content-length content-security-policy content-type".split(" "),
  ..."date etag keep-alive referrer-policy retry-after transfer-encoding vary x-content-type-options".split(" "),
]);

fuzz("requests", "of any bytes get an answer of ours that holds nothing of them, or none", {
  input: raw,
  found: [expectsButIsBroken],
  async holds(bytes) {
    const answer = await exchange(server.port, bytes);
    if (answer.length === 0) return;
    const { status, headers, body } = readResponse(answer);
    if (!statuses.has(status)) throw new Error(`the status is ${status}`);
    for (const name of headers.keys()) if (!names.has(name)) throw new Error(`there is a header ${name}`);
    const isPage = status === 200 && headers.has("vary") && headers.get("content-type") !== "application/json";
    if (isPage && body.length > 0 && Buffer.from(bytes).toString("latin1").split("HTTP/1.1").length === 2) {
      const text = String(headers.get("content-encoding") === "gzip" ? gunzipSync(body) : body);
      if (text !== TEXT && text !== OPEN_METRICS) throw new Error("the page is another one");
    }
    if (faults.length > 0) throw new Error(`the server failed: ${faults.join("")}`);
  },
});

it("leaves a server that answers as before", async () => {
  const response = await fetch(`${server.url}/metrics`);
  expect(await response.text()).toBe(TEXT);
});
