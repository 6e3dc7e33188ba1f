import { duration } from "@xp-tracker/http";
import type { Check, LandingSource, Readiness } from "@xp-tracker/http";
import type { ServedSnapshot } from "../render/rendered.ts";

/**
 * Ready exactly while a snapshot is served, however old: its age is a metric, and an old answer beats none. Each source
 * is a note: whether it was read in the last cycle, and how old its rows are.
 * @param nowMs Unix milliseconds, that ages are told against
 */
export function snapshotReadiness(
  snapshot: ServedSnapshot | undefined,
  whyAbsent: string,
  nowMs = Date.now(),
): Readiness {
  if (snapshot === undefined) return [{ name: "snapshot", ok: false, detail: whyAbsent }];
  return [served(snapshot, nowMs), ...snapshot.sources.map((source) => sourceNote(source, nowMs))];
}

function served({ generation, takenAt, sources }: ServedSnapshot, nowMs: number): Check {
  const up = sources.filter(({ error }) => error === "").length;
  const completeness = up === sources.length ? "complete" : `partial: ${up} of ${sources.length} sources are up`;
  const detail = `generation ${generation}, taken ${duration(nowMs - takenAt)} ago, ${completeness}`;
  return { name: "snapshot", ok: true, detail };
}

const sourceNote = ({ gvr, class: name, rows, lastSuccess, error }: LandingSource, nowMs: number): Check => {
  const age = lastSuccess === 0 ? "never read" : `read ${duration(nowMs - lastSuccess * 1_000)} ago`;
  const detail = `${error === "" ? "" : `${error}, `}${rows} rows, ${age}`;
  return { name: `source ${name} ${gvr}`, ok: error === "", detail, isNote: true };
};
