import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { prometheusSkipReason } from "@xp-tracker/testing";
import { alertsOf, readRules, recordsOf } from "./rule-files.ts";
import { dashboardFiles } from "./dashboards/index.ts";
import { documentedQueries } from "./documented-queries.ts";
import { DASHBOARDS } from "./places.ts";
import { queriesOf } from "./queries.ts";
import type { DashboardJson } from "./queries.ts";
import { startSeededStack } from "./seeded-stack.ts";
import type { SeededStack } from "./seeded-stack.ts";
import { unknownNames } from "./unknown-names.ts";

const skipReason = prometheusSkipReason();
const title = skipReason === undefined ? "" : ` (skipped: ${skipReason})`;

const files = new Map(
  readdirSync(DASHBOARDS).map((name) => [
    name,
    JSON.parse(readFileSync(join(DASHBOARDS, name), "utf8")) as DashboardJson,
  ]),
);

it("the files of deploy/grafana/dashboards are what npm run dashboards writes", () => {
  expect([...files.keys()].toSorted()).toEqual([...dashboardFiles.keys()].toSorted());
  for (const [name, json] of dashboardFiles) expect(files.get(name)).toEqual(json);
});

it("panels have a place of their own, on a page of 24 columns", () => {
  for (const { panels } of files.values()) {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  }
});

it("queries of the documentation and of dashboards read only families that exist, and names that rules record", () => {
  expect(documentedQueries.length).toBeGreaterThan(50);
  const shown = [...files].flatMap(([page, json]) => queriesOf(json).map(({ promql }) => ({ page, promql })));
  const unknown = [...documentedQueries, ...shown].flatMap(({ page, promql }) =>
    unknownNames(promql).map((name) => `${page}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

it("a family that does not exist is found in any place of a query", () => {
  const query = 'sum(crossplane_claims_lost{gvr!=""}) / on () xp_tracker_polls_total + team_kind:crossplane_lost:sum';
  expect(unknownNames(query)).toEqual(["crossplane_claims_lost", "team_kind:crossplane_lost:sum"]);
});

describe.skipIf(skipReason)(`on a real Prometheus that scrapes two exporters and a poller${title}`, () => {
  let stack: SeededStack;

  beforeAll(async () => {
    stack = await startSeededStack();
    const { prometheus } = stack;
    // A rate needs two scrapes of a poller that has polled.
    const isReady = async (): Promise<boolean> => {
      const [polls] = await prometheus.query('sum(increase(xp_tracker_polls_total{outcome="partial"}[1m])) > 1');
      const [errors] = await prometheus.query("count(rate(xp_tracker_poll_errors_total[1m]))");
      const [exporters] = await prometheus.query("count(xp_tracker_snapshot_generation) == 2");
      return polls !== undefined && errors !== undefined && exporters !== undefined;
    };
    await vi.waitUntil(isReady, { timeout: 90_000, interval: 500 });
  });
  afterAll(() => stack?.stop());

  const queries = [...files].flatMap(([file, json]) => queriesOf(json).map((query) => ({ file, ...query })));

  it.each(queries)("$file: $at returns data", async ({ at, promql }) => {
    const found = await stack.prometheus.query(promql);
    const isVariable = at.startsWith("$");
    const usable = found.filter(({ labels }) => !isVariable || Object.values(labels).some((value) => value !== ""));
    expect(usable.length).toBeGreaterThan(0);
  });

  it("two replicas that are scraped one by one are counted once", async () => {
    const bookkeeping = (await (await fetch(`${stack.exporterUrl}/bookkeeping`)).json()) as { claims: unknown[] };
    const claims = queries.find(({ at }) => at === "Claims, A");
    const [total] = await stack.prometheus.query(claims?.promql ?? "");
    expect(total?.value).toBe(bookkeeping.claims.length);
  });

  it("the queries of the runbooks can be asked", async () => {
    const runbooks = documentedQueries.filter(({ page }) => page.startsWith("docs/alerts/"));
    expect(runbooks.length).toBeGreaterThan(0);
    for (const { promql } of runbooks) await stack.prometheus.query(promql);
  });

  it("every query of the documentation can be asked", async () => {
    expect(new Set(documentedQueries.map(({ page }) => page)).size).toBeGreaterThan(5);
    for (const { page, promql } of documentedQueries) {
      await expect(stack.prometheusOfService.query(promql), `${page}:\n${promql}`).resolves.toBeInstanceOf(Array);
    }
  });

  it("every rule can be evaluated, and the alerts on what was seeded find it", async () => {
    const groups = await readRules();
    const found = new Set<string>();
    for (const { name, expr } of [...alertsOf(groups), ...recordsOf(groups)]) {
      if ((await stack.prometheus.query(expr)).length > 0) found.add(name);
    }
    expect([...found]).toEqual(
      expect.arrayContaining([
        "CrossplaneResourceNotReady",
        "CrossplaneResourceNotSynced",
        "CrossplaneClaimWithoutXR",
        "CrossplaneResourceOrphaned",
        "CrossplaneProviderUnhealthy",
        "CrossplanePackageUnhealthy",
        "XpTrackerSnapshotPartial",
        "XpTrackerSourceDown",
        ...recordsOf(groups).map(({ name }) => name),
      ]),
    );
  });
});
