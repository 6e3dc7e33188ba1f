import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { TestBody, TestSim } from "./test-sim.ts";

export interface WatchEvent {
  readonly type: string;
  readonly object: TestBody;
}

export interface OpenTestWatch {
  readonly status: number;
  readonly events: readonly WatchEvent[];
  /** Resolves once so many events have come, or rejects after 10 s. */
  readonly until: (count: number) => Promise<readonly WatchEvent[]>;
  /** How it ended: cleanly, or cut off. */
  readonly ended: Promise<"clean" | "cut">;
}

/** Watches, and collects the events. */
export async function openWatch({ sim }: TestSim, path: string): Promise<OpenTestWatch> {
  const abort = new AbortController();
  onTestFinished(() => abort.abort());
  const response = await fetch(new URL(path, sim.url), { signal: abort.signal });
  const events: WatchEvent[] = [];
  const read = async (): Promise<"clean" | "cut"> => {
    let rest = "";
    try {
      for await (const chunk of response.body ?? []) {
        const lines = (rest + Buffer.from(chunk as Uint8Array).toString()).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) events.push(JSON.parse(line) as WatchEvent);
      }
      return "clean";
    } catch {
      return "cut";
    }
  };
  return {
    status: response.status,
    events,
    until: async (count) => {
      for (let waited = 0; events.length < count; waited += 10) {
        if (waited > 10_000) throw new Error(`${events.length} of ${count} events: ${JSON.stringify(events)}`);
        await sleep(10);
      }
      return events;
    },
    ended: read(),
  };
}

export const brief = (events: readonly WatchEvent[]): readonly string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata?.name ?? ""}`.trim());
