import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { prometheusSkipReason, startPrometheus } from "@xp-tracker/testing";
import type { Prometheus } from "@xp-tracker/testing";
import { afterEach, describe, expect, it } from "vitest";
import { checks } from "./checks.ts";
import { prometheusApi } from "./prometheus-api.ts";
import { runChecks } from "./run-checks.ts";

const why = prometheusSkipReason();
const pageWith = (claims: number): string =>
  `xp_tracker_snapshot_loaded 1\nxp_tracker_snapshot_generation 7\ncrossplane_claims_total{kind="A"} ${claims}\n`;

interface FakeExporter {
  readonly host: string;
  readonly close: () => void;
}

async function exporterWith(page: string): Promise<FakeExporter> {
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/plain; version=0.0.4");
    response.end(request.url === "/telemetry" ? "xp_tracker_refresh_subscribed 1\n" : page);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}

describe.skipIf(why !== undefined)(`checks of a stack${why === undefined ? "" : ` (left out: ${why})`}`, () => {
  let exporters: readonly FakeExporter[] = [];
  let prometheus: Prometheus | undefined;
  afterEach(async () => {
    await prometheus?.stop();
    for (const exporter of exporters) exporter.close();
  });

  /** @param scraped how many of the exporters are targets of the snapshot */
  const failed = async (pages: readonly string[], scraped: number): Promise<readonly string[]> => {
    exporters = await Promise.all(pages.map(exporterWith));
    const hosts = exporters.map(({ host }) => host);
    prometheus = await startPrometheus({
      targets: { "xp-tracker": hosts.slice(0, scraped), telemetry: hosts.map((host) => `${host}/telemetry`) },
    });
    await prometheus.scraped();
    const stack = {
      prometheus: prometheusApi(prometheus.url),
      exporters: hosts.map((host) => `http://${host}`),
      controlPlane: undefined,
    };
    const lines: string[] = [];
    await runChecks(checks, stack, { settleMs: 0, pauseMs: 100 }, (line) => lines.push(line));
    return lines.filter((line) => line.startsWith("FAILED")).map((line) => line.replace(/^FAILED ([^:]+):.*$/, "$1"));
  };

  it("hold when two replicas are scraped as one target", async () => {
    expect(await failed([pageWith(3), pageWith(3)], 1)).toEqual([]);
  });

  it("find replicas that are scraped one by one, and so counted twice", async () => {
    expect(await failed([pageWith(3), pageWith(3)], 2)).toEqual([
      "the snapshot is one target",
      "no series is twice in Prometheus",
      "sums in Prometheus are those of one page",
    ]);
  });

  it("find replicas that disagree", async () => {
    expect(await failed([pageWith(3), pageWith(4)], 1)).toEqual(["exporters answer with equal bytes"]);
  });

  it("find a target that is down, and say why", async () => {
    const gone = await exporterWith("");
    gone.close();
    exporters = [gone];
    prometheus = await startPrometheus({ targets: { "xp-tracker": [gone.host] } });
    await prometheus.scraped();
    const lines: string[] = [];
    const stack = {
      prometheus: prometheusApi(prometheus.url),
      exporters: [`http://${gone.host}`],
      controlPlane: undefined,
    };
    const failures = await runChecks(checks, stack, { settleMs: 0, pauseMs: 100 }, (line) => lines.push(line));
    expect(failures).toBeGreaterThan(0);
    expect(lines.join("\n")).toMatch(/FAILED every target is up: http:\S+ is down .*refused/);
  });
});
