import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prometheusSkipReason, startPrometheus } from "@xp-tracker/testing";
import type { Prometheus } from "@xp-tracker/testing";
import { familiesOf } from "../families/families-option.ts";
import type { FamilySet } from "../families/family.ts";
import { contentTypes, renderMetrics } from "./render.ts";
import type { Format } from "./render.ts";
import { platform, sampleRow } from "../testing/sample-snapshot.ts";
import { servePages } from "../testing/serve-page.ts";
import type { Page, PageServer } from "../testing/serve-page.ts";

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

const defaultSets: readonly FamilySet[] = ["source", "summary", "package", "resource"];

describe.skipIf(skipReason)(`a real Prometheus${title}`, () => {
  let server: PageServer;
  let prometheus: Prometheus;

  beforeAll(async () => {
    const pageOf = (format: Format, families: readonly FamilySet[]): Page => ({
      contentType: contentTypes[format],
      body: Buffer.concat(renderMetrics(snapshot, familiesOf(families), format)),
    });
    const pages = {
      text: pageOf("text", defaultSets),
      openmetrics: pageOf("openmetrics", defaultSets),
      compat: pageOf("openmetrics", ["source", "xp-tracker-0.3"]),
    };
    server = await servePages(pages);
    prometheus = await startPrometheus({
      targets: Object.fromEntries(Object.keys(pages).map((page) => [page, [server.target(page)]])),
    });
    await prometheus.scraped();
  });
  afterAll(async () => {
    await prometheus?.stop();
    await server?.stop();
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
    const page = String(Buffer.concat(renderMetrics(snapshot, familiesOf(defaultSets), "text")));
    const lines = page.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    for (const job of ["text", "openmetrics"]) {
      const [samples] = await prometheus.query(`count({job="${job}",__name__=~"crossplane_.*|xp_tracker_.*"})`);
      expect(samples?.value).toBe(lines.length);
    }
  });
});
