import { describe, expect, it } from "vitest";
import { checkMetrics, promtoolSkipReason } from "@xp-tracker/testing";
import { exporterMetrics } from "../process/exporter-metrics.ts";
import { familiesOf } from "./families-option.ts";
import { familyDocs } from "./family-docs.ts";
import { pollerMetrics } from "../process/poller-metrics.ts";
import { processRegistry } from "../process/process-registry.ts";
import { renderMetrics } from "../page/render.ts";
import { platform } from "../testing/sample-snapshot.ts";
import type { FamilySet } from "./family.ts";

const pages: readonly (readonly FamilySet[])[] = [
  ["source", "summary", "package", "resource"],
  ["source", "package", "resource", "xp-tracker-0.3"],
];

const snapshotPage = (sets: readonly FamilySet[]): string =>
  String(Buffer.concat(renderMetrics(platform, familiesOf(sets), "text")));

async function processPage(): Promise<string> {
  const registry = processRegistry({ service: "standalone", version: "1.2.3", revision: "" });
  const poller = pollerMetrics(registry);
  poller.persistFailed("SNAPSHOT_WRITE");
  poller.announceFailed("REFRESH_ANNOUNCE");
  const exporter = exporterMetrics(registry);
  exporter.restoreFailed({ code: "SNAPSHOT_READ", durationMs: 1 });
  exporter.rendered({ durationMs: 1, bytes: { metrics: 1 } });
  return (await registry.render()).body;
}

const headsOf = (page: string): readonly string[] =>
  Array.from(page.matchAll(/^# TYPE (\S+)/gm), ([, name = ""]) => name);

describe("the families", () => {
  it.each(pages)("of %s, %s and others share no name with each other or with the process", async (...sets) => {
    const names = [...headsOf(snapshotPage(sets)), ...headsOf(await processPage())];
    expect(names).toEqual([...new Set(names)]);
  });

  it("have HELP that needs no escaping", () => {
    expect(familyDocs.filter(({ help }) => /[\\"\n]/.test(help) || !/^[A-Z1].*\.$/.test(help))).toEqual([]);
  });

  it("of the process that are counters have names that OpenMetrics allows", () => {
    const counters = familyDocs.filter(({ type }) => type === "counter").map(({ name }) => name);
    expect(counters.filter((name) => !name.endsWith("_total"))).toEqual([]);
  });

  const reason = promtoolSkipReason();
  const title = reason === undefined ? "" : ` (skipped: ${reason})`;
  it.skipIf(reason)(`pass promtool, but for the gauges that the original named as counters${title}`, async () => {
    const known = ["claims", "xr", "mr"].map(
      (noun) => `crossplane_${noun}_total non-counter metrics should not have "_total" suffix`,
    );
    for (const sets of pages) {
      const complaints = await checkMetrics(snapshotPage(sets) + (await processPage()));
      expect(complaints.filter((line) => !known.includes(line))).toEqual([]);
    }
  });
});
