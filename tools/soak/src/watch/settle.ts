import { setTimeout as sleep } from "node:timers/promises";
import type { Findings } from "../report/findings.ts";
import { ownerKeys } from "../owner-keys.ts";
import { expectedPage } from "../recount/expected-page.ts";
import { readCluster } from "../recount/read-cluster.ts";
import type { ClusterState } from "../recount/read-cluster.ts";
import { differences, samplesOf } from "../recount/sample.ts";
import type { Stack } from "../stack/stack.ts";
import { pageFacts } from "./page-facts.ts";
import { scrape } from "./scraper.ts";

export interface Settled {
  /** From the last fault's end until every exporter said what the cluster holds. */
  readonly tookMs: number;
  /** Samples that were compared, of all exporters together. */
  readonly samples: number;
}

export interface SettleOptions {
  readonly findings: Findings;
  readonly deadlineMs: number;
  /** What the checker is given instead of the truth, to see it object. */
  readonly seenAs: (state: ClusterState) => ClusterState;
}

const LOOK_EVERY_MS = 400;

/**
 * With nothing broken and nothing changing: waits until every exporter serves a complete snapshot that was begun after
 * now, and says exactly what the control plane holds. What is still different at the deadline is a mismatch.
 */
export async function settle(stack: Stack, { findings, deadlineMs, seenAs }: SettleOptions): Promise<Settled> {
  const startedAt = Date.now();
  const expected = expectedPage(seenAs(await readCluster(stack.sim.api)), ownerKeys);
  const wrong = async (url: string): Promise<readonly string[]> => {
    const page = await scrape(url, "gzip").catch(() => "");
    const { takenAt, isComplete } = pageFacts(page);
    if (!(takenAt * 1_000 > startedAt)) return ["the snapshot is from before the faults ended"];
    if (!isComplete) return ["the snapshot is not complete"];
    return differences(expected, samplesOf(page, "crossplane_"));
  };
  const agree = async ({ url, name }: Stack["exporters"][number]): Promise<void> => {
    for (;;) {
      const found = await wrong(url);
      if (found.length === 0) return;
      if (Date.now() - startedAt > deadlineMs) {
        findings.add("mismatches", `${name}: ${found.length} differences, ${found.slice(0, 40).join("; ")}`);
        return;
      }
      await sleep(LOOK_EVERY_MS);
    }
  };
  await Promise.all(stack.exporters.map(agree));
  return { tookMs: Date.now() - startedAt, samples: expected.length * stack.exporters.length };
}
