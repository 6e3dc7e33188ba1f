import type { Check, Readiness } from "@xp-tracker/http";
import type { ServedSnapshot } from "./rendered.ts";

/** Ready exactly while a snapshot is served, however old: its age is a metric, and an old answer beats none. */
export function snapshotReadiness(snapshot: ServedSnapshot | undefined, whyAbsent: string): Readiness {
  return [snapshot === undefined ? absent(whyAbsent) : served(snapshot)];
}

const absent = (detail: string): Check => ({ name: "snapshot", ok: false, detail });

const served = ({ generation, takenAt, sources }: ServedSnapshot): Check => {
  const down = sources.filter(({ error }) => error !== "");
  const completeness =
    down.length === 0 ? "complete" : `not up: ${down.map(({ gvr, error }) => `${gvr} (${error})`).join(", ")}`;
  return {
    name: "snapshot",
    ok: true,
    detail: `generation ${generation} of ${new Date(takenAt).toISOString()}, ${sources.length} sources, ${completeness}`,
  };
};
