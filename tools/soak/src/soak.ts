import { seeded } from "@xp-tracker/testing";
import { churn } from "./churn/churn.ts";
import { targetsIn } from "./churn/targets.ts";
import { allFaults } from "./faults/all-faults.ts";
import { inflict } from "./faults/inflict.ts";
import type { SoakOptions } from "./options.ts";
import { readCluster } from "./recount/read-cluster.ts";
import type { ClusterState } from "./recount/read-cluster.ts";
import { findings } from "./report/findings.ts";
import { progressLine } from "./report/progress-line.ts";
import type { SoakResult } from "./report/soak-result.ts";
import { startStack } from "./stack/stack.ts";
import { recordProcesses } from "./watch/process-series.ts";
import { scrapeRules } from "./watch/scrape-rules.ts";
import { scraper } from "./watch/scraper.ts";
import type { Scrapes } from "./watch/scraper.ts";
import { settle } from "./watch/settle.ts";
import type { Settled } from "./watch/settle.ts";

export interface SoakSettings extends SoakOptions {
  /** A round is this long; then comes the settling. */
  readonly roundMs: readonly [least: number, most: number];
  readonly settleDeadlineMs: number;
  readonly seenAs?: (state: ClusterState) => ClusterState;
  readonly onProgress: (text: string) => void;
  readonly onFinding?: (text: string) => void;
}

/** After this part of a run processes keep their lives, so that their memory can be followed. */
const ENDING_SHARE = 1 / 5;

/** Runs it all, or until `signal` aborts. What went wrong is in the result. @throws where the stack does not start */
export async function soak(settings: SoakSettings, signal: AbortSignal): Promise<SoakResult> {
  // Anew once all is up: how long that takes is the machine's affair.
  let startedAt = Date.now();
  const random = seeded(settings.seed);
  const found = findings(settings.onFinding);
  const stack = await startStack({ ...settings, findings: found });
  const members = [...stack.pollers, ...stack.exporters];
  const processes = recordProcesses(members);
  const scrapes: Scrapes = { total: 0, failed: 0, missed: 0, longestMs: 0 };
  const faults = new Map<string, number>();
  const settled: Settled[] = [];
  const rule = scrapeRules(found);
  const faultsOf = allFaults(stack);
  let [changes, generation] = [0, 0];

  const watching = new AbortController();
  const onPage = (...seen: Parameters<typeof rule>): void => {
    generation = Math.max(generation, rule(...seen).generation || 0);
  };
  const watchers = [
    processes.run(watching.signal),
    ...stack.exporters.map((exporter) => scraper(exporter, scrapes, found, onPage, watching.signal)),
  ];
  const settleOnce = async (): Promise<void> => {
    settled.push(
      await settle(stack, {
        findings: found,
        deadlineMs: settings.settleDeadlineMs,
        seenAs: settings.seenAs ?? ((state) => state),
      }),
    );
    await processes.settled();
  };

  const soFar = (): SoakResult => ({
    seed: settings.seed,
    minutes: (Date.now() - startedAt) / 60_000,
    changes,
    generation,
    faults,
    settled,
    scrapes,
    processes: processes.series(),
    findings: found.list(),
  });
  const progress = (): void => settings.onProgress(progressLine(soFar(), settings.minutes));
  const runMs = settings.minutes * 60_000;
  try {
    await settleOnce();
    startedAt = Date.now();
    progress();
    while (Date.now() - startedAt < runMs && !signal.aborted) {
      const targets = targetsIn(await readCluster(stack.sim.api));
      const endsLives = Date.now() - startedAt < runMs * ENDING_SHARE;
      const round = AbortSignal.any([signal, AbortSignal.timeout(Math.round(random.between(...settings.roundMs)))]);
      const count = ({ kind }: { readonly kind: string }): void => void faults.set(kind, (faults.get(kind) ?? 0) + 1);
      const [made] = await Promise.all([
        churn(stack.sim, targets, random.fork(), round),
        inflict(faultsOf({ endsLives }), random.fork(), count, round),
      ]);
      changes += made;
      await settleOnce();
      progress();
    }
  } finally {
    watching.abort();
    await Promise.all(watchers);
    await stack.stop();
  }
  return soFar();
}
