import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { promtoolSkipReason } from "@xp-tracker/testing";
import { parse, parseDocument } from "yaml";
import type { YAMLMap, YAMLSeq } from "yaml";
import { alertsOf, readRules, recordsOf, yamlFiles } from "./rule-files.ts";
import { PROMETHEUS, RULES, RULE_TESTS, RUNBOOKS, inRepository } from "./places.ts";
import { unknownNames } from "./unknown-names.ts";

const groups = await readRules();
const alerts = alertsOf(groups);
const records = recordsOf(groups);

describe("every alert", () => {
  it("has a runbook of its name, and every runbook an alert", () => {
    const runbooks = readdirSync(RUNBOOKS).filter((name) => name !== "README.md");
    expect(runbooks.toSorted()).toEqual(alerts.map(({ name }) => `${name}.md`).toSorted());
    for (const { name, annotations } of alerts) {
      expect(annotations?.["runbook_url"]).toBe(`docs/alerts/${name}.md`);
      expect(existsSync(inRepository(annotations?.["runbook_url"] ?? ""))).toBe(true);
    }
  });

  it("has a severity, a summary, a description and a time to wait", () => {
    for (const { name, labels, annotations, for: wait } of alerts) {
      expect([name, ["critical", "warning"].includes(labels?.["severity"] ?? "")]).toEqual([name, true]);
      expect(Object.keys(annotations ?? {})).toEqual(["summary", "description", "runbook_url"]);
      expect(wait).toMatch(/^\d+m$/);
    }
  });

  it("is listed with its severity and its time to wait", () => {
    const list = readFileSync(join(RUNBOOKS, "README.md"), "utf8");
    for (const { name, labels, for: wait } of alerts) {
      expect(list).toContain(`| [${name}](${name}.md) | ${labels?.["severity"]} | ${wait} |`);
    }
  });

  it("has a runbook with the same sections, in the same order", () => {
    for (const { name } of alerts) {
      const page = readFileSync(join(RUNBOOKS, `${name}.md`), "utf8");
      expect(page.match(/^#{1,2} .*$/gm)).toEqual([`# ${name}`, "## Meaning", "## Find the cause", "## Remedy"]);
    }
  });

  it("is tested to fire and not to fire", async () => {
    const cases = await testCases();
    const untested = alerts.flatMap(({ name }) =>
      ["fires", "stays silent"].filter((what) => !cases.includes(`${name} ${what}`)).map((what) => `${name} ${what}`),
    );
    expect(untested).toEqual([]);
  });
});

it("rules read only families that exist, and names that rules record", () => {
  expect([...alerts, ...records].flatMap(({ expr }) => unknownNames(expr))).toEqual([]);
});

const skipReason = promtoolSkipReason();
describe.skipIf(skipReason)(`promtool${skipReason === undefined ? "" : ` (skipped: ${skipReason})`}`, () => {
  it(`accepts the ${alerts.length} alerts and ${records.length} recording rules`, async () => {
    expect(promtool("check", "rules", ...(await yamlFiles(RULES)))).toMatchObject({ status: 0 });
  });

  it("finds that they do what their tests say", async () => {
    expect(promtool("test", "rules", ...(await yamlFiles(RULE_TESTS)))).toMatchObject({ status: 0 });
  });

  it("accepts every scrape configuration, with the rules where they are", async () => {
    const folder = await mkdtemp(join(tmpdir(), "promtool-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const configs = await yamlFiles(PROMETHEUS);
    expect(configs.length).toBeGreaterThan(0);
    for (const path of configs) {
      // In the container the rules are in another place.
      const text = (await readFile(path, "utf8")).replace("/etc/prometheus/rules", RULES);
      const copy = join(folder, basename(path));
      await writeFile(copy, text);
      const whole = promtool("check", "config", copy);
      const isDebian = whole.output.includes("field kubernetes_sd_configs not found");
      if (isDebian) await writeFile(copy, withoutKubernetesDiscovery(text));
      expect(isDebian ? promtool("check", "config", copy) : whole).toMatchObject({ status: 0 });
    }
  });
});

function promtool(...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = spawnSync("promtool", args, { encoding: "utf8" });
  return { status, output: stdout + stderr };
}

/** Debian builds promtool without this way of discovery; the rest is checked all the same. */
function withoutKubernetesDiscovery(text: string): string {
  const config = parseDocument(text);
  const { items } = config.get("scrape_configs") as YAMLSeq<YAMLMap>;
  for (const job of items) job.delete("kubernetes_sd_configs");
  return String(config);
}

interface RuleTests {
  readonly tests: readonly {
    readonly alert_rule_test?: readonly { readonly alertname: string; readonly exp_alerts: readonly unknown[] }[];
  }[];
}

async function testCases(): Promise<readonly string[]> {
  const texts = await Promise.all((await yamlFiles(RULE_TESTS)).map((path) => readFile(path, "utf8")));
  return texts
    .flatMap((text) => (parse(text) as RuleTests).tests.flatMap((test) => test.alert_rule_test ?? []))
    .map(({ alertname, exp_alerts }) => `${alertname} ${exp_alerts.length > 0 ? "fires" : "stays silent"}`);
}
