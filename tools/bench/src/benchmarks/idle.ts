import { setTimeout as sleep } from "node:timers/promises";
import { startKubeSim } from "@xp-tracker/testing";
import type { Benchmark } from "../benchmark.ts";
import { cpuSecondsOf } from "../process-stats.ts";
import { startTask } from "../run-task.ts";

const WATCHES = 300;
const WINDOW_SECONDS = 10;
/** Watches end at the server's bidding every five to ten minutes; then each is opened once more. */
const REQUESTS_OF_A_WATCH_IN_TEN_MINUTES = 2;

/** Watches of types in which nothing happens: what they ask the API server for, and whether they do so all at once. */
export const idle: Benchmark = {
  name: "idle",
  isWaiting: true,
  run: async ({ idleSeconds }, progress) => {
    const sim = await startKubeSim();
    const watching = await startTask("watch-ours", { kubeconfigPath: sim.kubeconfigPath, count: WATCHES }, [
      "--expose-gc",
    ]);
    try {
      const requests = async (): Promise<number> => (await sim.control.stats()).requestsTotal;
      const cpuBefore = cpuSecondsOf(watching.pid);
      const first = await requests();
      let before = first;
      let most = 0;
      for (let second = 0; second < idleSeconds; second += WINDOW_SECONDS) {
        await sleep(Math.min(WINDOW_SECONDS, idleSeconds - second) * 1_000);
        const now = await requests();
        most = Math.max(most, now - before);
        before = now;
      }
      const { connectionsOpen } = await sim.control.stats();
      progress(`${before - first} requests in ${idleSeconds} s`);
      const during = `${WATCHES} watches, ${idleSeconds} s without a change`;
      return [
        {
          what: `${during}: requests`,
          unit: "",
          value: before - first,
          budget: {
            of: "value",
            bound: "at most",
            limit: Math.ceil((WATCHES * REQUESTS_OF_A_WATCH_IN_TEN_MINUTES * Math.max(idleSeconds, 60)) / 600),
          },
        },
        { what: `${during}: most requests in ${WINDOW_SECONDS} s`, unit: "", value: most },
        // One is that of the control client.
        {
          what: `${during}: TCP connections at the end`,
          unit: "",
          value: connectionsOpen - 1,
          budget: { of: "value", bound: "at most", limit: 4 },
        },
        { what: `${during}: CPU of the client`, unit: "CPU s", value: cpuSecondsOf(watching.pid) - cpuBefore },
      ];
    } finally {
      await watching.stop();
      await sim.stop();
    }
  },
};
