import { AppError } from "@xp-tracker/runtime";
import type { Log } from "@xp-tracker/runtime";
import type { Cycle } from "./cycle.ts";
import type { Reading } from "../read/cluster-reader.ts";

/** Logs what changed from cycle to cycle, so that a source which stays down is one line and not one for each cycle. */
export function cycleReporter(log: Log): (cycle: Cycle, durationMs: number) => void {
  let failing = new Map<string, string>();
  let known = new Set<string>();

  return ({ snapshot, readings, problems }, durationMs) => {
    const failed = readings.filter((reading): reading is Failed => !reading.ok);
    for (const reading of failed) {
      if (failing.get(reading.gvr) === reading.error) continue;
      log.warn("source is not up, its last good rows stay", {
        gvr: reading.gvr,
        errorClass: reading.error,
        error: reading.cause,
      });
    }
    const now = new Map(failed.map(({ gvr, error }) => [gvr as string, error as string]));
    for (const gvr of failing.keys()) if (!now.has(gvr)) log.info("source is up again", { gvr });
    failing = now;

    const problemTexts = new Set(problems.map(({ definition, reason }) => `${definition}: ${reason}`));
    for (const problem of problemTexts)
      if (!known.has(problem)) log.warn("left out of discovery", { error: leftOut(problem) });
    known = problemTexts;

    const { rows, generation } = snapshot;
    log.info("poll cycle complete", {
      generation,
      claims: rows.claim.length,
      xrs: rows.composite.length,
      mrs: rows.managed.length,
      sources: readings.length,
      sourcesDown: failed.length,
      durationMs: Math.round(durationMs),
    });
  };
}

const leftOut = (problem: string): AppError =>
  new AppError("DEFINITION_MALFORMED", problem, {
    remedy: "Correct the definition or the setting that is named; everything else is read.",
  });

type Failed = Extract<Reading<unknown>, { ok: false }>;
