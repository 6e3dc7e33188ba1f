import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prometheusSkipReason, startPrometheus } from "@xp-tracker/testing";
import type { Prometheus } from "@xp-tracker/testing";
import { familiesOf } from "./families-option.ts";
import type { FamilySet } from "./family.ts";
import { contentTypes, renderMetrics } from "./render.ts";
import type { Format } from "./render.ts";
import { platform, sampleRow } from "./sample-snapshot.ts";

const skipReason = prometheusSkipReason();
const title = skipReason === undefined ? "" : ` (skipped: ${skipReason})`;

const hostile = 'C:\\new "x"\nend\r\u2028é🚀';
const snapshot = {
  ...platform,
  rows: {
    ...platform.rows,
    claim: [...platform.rows.claim, sampleRow({ kind: "Database", name: "odd", team: hostile })],
  },
};

const sets: Readonly<Record<string, readonly FamilySet[]>> = {
  default: ["source", "summary", "package", "resource"],
  compat: ["source", "xp-tracker-0.3"],
};

describe.skipIf(skipReason)(`a real Prometheus${title}`, () => {
  let server: Server;
  let prometheus: Prometheus;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const [, format, set = ""] = /^\/(text|openmetrics)\/(\w+)$/.exec(request.url ?? "") ?? [];
      const page = renderMetrics(snapshot, familiesOf(sets[set] ?? []), format as Format);
      response.writeHead(200, { "content-type": contentTypes[format as Format] }).end(Buffer.concat(page));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const target = (path: string): readonly string[] => [`127.0.0.1:${port}/${path}`];
    prometheus = await startPrometheus({
      targets: {
        text: target("text/default"),
        openmetrics: target("openmetrics/default"),
        compat: target("openmetrics/compat"),
      },
    });
    await prometheus.scraped();
  });
  afterAll(async () => {
    await prometheus?.stop();
    server.close();
    server.closeAllConnections();
  });

  it("reads both formats, gauges named _total included", async () => {
    expect((await prometheus.targets()).map(({ job, health, lastError }) => ({ job, health, lastError }))).toEqual(
      expect.arrayContaining(["text", "openmetrics", "compat"].map((job) => ({ job, health: "up", lastError: "" }))),
    );
    for (const job of ["text", "openmetrics", "compat"]) {
      const [total] = await prometheus.query(`sum(crossplane_claims_total{job="${job}"})`);
      expect(total?.value).toBe(2);
    }
  });

  it("reads hostile labels as they were", async () => {
    const found = await prometheus.query('crossplane_resource_info{name="odd"}');
    expect(found.map(({ labels }) => labels["team"])).toEqual([hostile, hostile]);
  });

  it("keeps every sample of a page", async () => {
    const page = String(Buffer.concat(renderMetrics(snapshot, familiesOf(sets["default"] ?? []), "text")));
    const lines = page.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    for (const job of ["text", "openmetrics"]) {
      const [samples] = await prometheus.query(`count({job="${job}",__name__=~"crossplane_.*|xp_tracker_.*"})`);
      expect(samples?.value).toBe(lines.length);
    }
  });
});
