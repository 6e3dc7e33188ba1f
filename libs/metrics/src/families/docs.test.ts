import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prometheusSkipReason, startPrometheus } from "@xp-tracker/testing";
import type { Prometheus } from "@xp-tracker/testing";
import { familiesOf } from "./families-option.ts";
import { familyDocs } from "./family-docs.ts";
import { contentTypes, renderMetrics } from "../page/render.ts";
import { platform } from "../testing/sample-snapshot.ts";
import { servePages } from "../testing/serve-page.ts";
import type { PageServer } from "../testing/serve-page.ts";

const page = readFileSync(new URL("../../../../docs/metrics.md", import.meta.url), "utf8");
const blocks = (language: string, text: string): readonly string[] =>
  Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)\`\`\`$`, "gm")), ([, block = ""]) => block.trim());
const sections = page.split(/^### /m).slice(1);
const queries = blocks("promql", page);

describe("docs/metrics.md", () => {
  it.each(sections.map((section) => [section.split("\n")[0] ?? "", section]))(
    "shows of %s its type, a sample with exactly its labels, and a query of it",
    (name, section) => {
      const docs = familyDocs.filter((doc) => doc.name === name);
      const [example = "", ...others] = blocks("text", section);
      const labels = Array.from(example.matchAll(/([a-z_]+)="/g), ([, label]) => label).filter(
        (label) => label !== "le",
      );
      expect(others).toEqual([]);
      expect(example.replace(/^([a-z0-9_]+?)(_bucket|_sum|_count)?(\{.*\})? \S+$/, "$1")).toBe(name);
      expect(docs.map((doc) => doc.labels)).toContainEqual(labels);
      expect(section.toLowerCase()).toContain(`\n${docs[0]?.type}`);
      expect(blocks("promql", section).filter((query) => query.includes(name))).not.toEqual([]);
    },
  );

  it("has queries that differ", () => {
    expect(queries.length).toBeGreaterThan(50);
    expect(queries).toEqual([...new Set(queries)]);
  });
});

const skipReason = prometheusSkipReason();
const title = skipReason === undefined ? "" : ` (skipped: ${skipReason})`;

describe.skipIf(skipReason)(`the queries of docs/metrics.md on a real Prometheus${title}`, () => {
  let server: PageServer;
  let prometheus: Prometheus;
  beforeAll(async () => {
    const body = Buffer.concat(
      renderMetrics(platform, familiesOf(["source", "summary", "package", "resource"]), "text"),
    );
    server = await servePages({ metrics: { contentType: contentTypes.text, body } });
    prometheus = await startPrometheus({ targets: { exporter: [server.target("metrics")] } });
    await prometheus.scraped();
  });
  afterAll(async () => {
    await prometheus?.stop();
    await server?.stop();
  });

  const documented = (part: string): string => {
    const [query = "", ...others] = queries.filter((text) => text.includes(part));
    expect(others).toEqual([]);
    return query;
  };

  it("are all understood", async () => {
    for (const query of queries) await expect(prometheus.query(query)).resolves.toBeDefined();
  });

  it("find the failing MRs by team", async () => {
    expect(await prometheus.query(documented("# Failing MRs by team"))).toEqual([
      { labels: { team: "payments" }, value: 1 },
    ]);
  });

  it("find the claims that are not ready for long, with the reason", async () => {
    const found = await prometheus.query(documented("# Claims that are not ready for more than 15 minutes"));
    expect(found.map(({ labels }) => [labels["namespace"], labels["name"], labels["reason"]])).toEqual([
      ["team-a", "orders", "Waiting"],
    ]);
  });

  it("find what is not ready since it was made", async () => {
    const found = await prometheus.query(documented("max_over_time(crossplane_resource_condition"));
    expect(new Set(found.map(({ labels }) => labels["name"]))).toEqual(new Set(["orders", "orders-x1-b"]));
  });

  it("find the providers that are not healthy", async () => {
    const found = await prometheus.query(documented('crossplane_package_condition{kind="Provider"'));
    expect(found.map(({ labels }) => labels["name"])).toEqual(["provider-aws-s3"]);
  });

  it("find the XRs that run on another revision than the newest", async () => {
    const found = await prometheus.query(documented("# XRs that run on another revision than the newest"));
    expect(found.map(({ labels }) => [labels["name"], labels["composition_revision"]])).toEqual([
      ["orders-x1", "pg-1a2b3c4"],
    ]);
  });

  it("find the objects of a team that are not ready", async () => {
    const found = await prometheus.query(documented('crossplane_resource_info{team="payments"}'));
    expect(new Set(found.map(({ labels }) => labels["name"]))).toEqual(new Set(["orders", "orders-x1-b"]));
  });
});
