import { setTimeout as sleep } from "node:timers/promises";
import { page } from "./http.ts";
import { total } from "./page.ts";

/** A snapshot as it was first seen on an exporter's page. */
export interface Sighting {
  readonly generation: number;
  /** Unix seconds, as the page says. */
  readonly takenAt: number;
  /** Milliseconds of the watcher's clock. */
  readonly seenAtMs: number;
}

export interface GenerationWatch {
  /** Each change of the generation or the time that the page names, in their order. */
  readonly sightings: readonly Sighting[];
  /** @throws when the exporter stops answering, or that generation does not come in time */
  readonly reached: (generation: number) => Promise<Sighting>;
  readonly stop: () => Promise<void>;
}

const DEADLINE_MS = 60_000;

/** Asks an exporter for its page again and again, and keeps what changes. */
export async function watchGenerations(url: string): Promise<GenerationWatch> {
  const sightings: Sighting[] = [];
  const ended = new AbortController();

  const look = async (): Promise<void> => {
    const text = await page(`${url}/metrics`);
    const generation = total(text, "xp_tracker_snapshot_generation");
    const takenAt = total(text, "xp_tracker_snapshot_timestamp_seconds");
    const last = sightings.at(-1);
    if (Number.isNaN(generation) || (last?.generation === generation && last.takenAt === takenAt)) return;
    sightings.push({ generation, takenAt, seenAtMs: performance.now() });
  };
  const watch = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await look();
      await sleep(20);
    }
  };
  const watching = watch();
  let failure: unknown;
  watching.catch((error: unknown) => (failure = error));

  const reached = async (wanted: number): Promise<Sighting> => {
    const late = performance.now() + DEADLINE_MS;
    for (;;) {
      const found = sightings.findLast(({ generation }) => generation >= wanted);
      if (found !== undefined) return found;
      if (failure !== undefined) throw failure;
      if (performance.now() > late)
        throw new Error(`generation ${wanted} did not come: ${sightings.at(-1)?.generation}`);
      await sleep(10);
    }
  };
  const stop = async (): Promise<void> => {
    ended.abort();
    await watching;
  };
  return { sightings, reached, stop };
}
