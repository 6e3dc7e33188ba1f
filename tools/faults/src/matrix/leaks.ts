import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunningService } from "@xp-tracker/testing";
import type { Services } from "../services/services.ts";
import { sumOf } from "./exposition.ts";

/** What a process holds. */
interface Held {
  readonly files: number;
  readonly timers: number;
  /** Of the main thread, without garbage. */
  readonly heapMb: number;
  readonly rssMb: number;
}

/** Connections of the moment come and go; what leaks grows with each of a dozen faults. */
const SLACK = { files: 12, timers: 10, heapMb: 10, rssMb: 80 } as const satisfies Held;
/** A connection that nobody uses is closed by then. */
const SETTLED_WITHIN_MS = 20_000;
const GARBAGE_COLLECTED_MS = 500;

/** Looks at what the services hold now, and returns what finds out later that it has become more. */
export async function watchForLeaks(services: Services): Promise<() => Promise<readonly string[]>> {
  const processes = [services.poller, services.exporter];
  const before = await Promise.all(processes.map(heldBy));
  const found = async (): Promise<readonly string[]> => {
    const now = await Promise.all(processes.map(heldBy));
    return now.flatMap((held, index) => grown(index === 0 ? "poller" : "exporter", before[index] ?? held, held));
  };
  return async () => {
    const end = performance.now() + SETTLED_WITHIN_MS;
    let leaks = await found();
    while (leaks.length > 0 && performance.now() < end) {
      await sleep(500);
      leaks = await found();
    }
    return leaks;
  };
}

const grown = (name: string, before: Held, now: Held): readonly string[] =>
  (Object.keys(SLACK) as (keyof Held)[]).flatMap((what) =>
    now[what] <= before[what] + SLACK[what] ? [] : [`${name}: ${what} grew from ${before[what]} to ${now[what]}`],
  );

async function heldBy({ pid, telemetryUrl, kill }: RunningService): Promise<Held> {
  kill("SIGUSR2");
  await sleep(GARBAGE_COLLECTED_MS);
  const telemetry = await (await fetch(`${telemetryUrl}/metrics`)).text();
  const rssKb = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return {
    files: readdirSync(`/proc/${pid}/fd`).length,
    timers: sumOf(telemetry, "nodejs_active_resources", { type: "Timeout" }) || 0,
    heapMb: Math.round(sumOf(telemetry, "nodejs_heap_space_size_used_bytes", { space: "old" }) / 2 ** 20),
    rssMb: Math.round(Number(rssKb) / 1_024),
  };
}
