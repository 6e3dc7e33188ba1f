import { startKubeSim } from "@xp-tracker/testing";
import type { Benchmark, Finding } from "../benchmark.ts";
import { startTask } from "../run-task.ts";

const budgets = [
  { count: 300, connections: 4, addedMb: 40 },
  { count: 1_000, connections: 11, addedMb: 100 },
] as const;

const atMost = (limit: number | undefined): Pick<Finding, "budget"> =>
  limit === undefined ? {} : { budget: { of: "value", bound: "at most", limit } };

export const watches: Benchmark = {
  name: "watches",
  run: async ({ watches: counts }, progress) => {
    const findings: Finding[] = [];
    for (const count of counts) {
      const ours = await open("watch-ours", count);
      const clientNode = await open("watch-client-node", count);
      progress(`${count} watches`);
      const budget = budgets.find((each) => each.count === count);
      const name = "client-node as shipped";
      findings.push(
        {
          what: `${count} watches: TCP connections`,
          unit: "",
          value: ours.connections,
          beside: { name, value: clientNode.connections },
          ...atMost(budget?.connections),
        },
        {
          what: `${count} watches: RSS added`,
          unit: "MB",
          value: ours.addedMb,
          beside: { name, value: clientNode.addedMb },
          ...atMost(budget?.addedMb),
        },
      );
    }
    return findings;
  },
};

async function open(task: "watch-ours" | "watch-client-node", count: number) {
  const sim = await startKubeSim();
  const watching = await startTask(task, { kubeconfigPath: sim.kubeconfigPath, count }, ["--expose-gc"]);
  const { connectionsOpen, watchesOpen } = await sim.control.stats();
  await watching.stop();
  await sim.stop();
  if (watchesOpen < count) throw new Error(`${watchesOpen} watches are open instead of ${count}`);
  // One is that of the control client, one may be that of requests that are no watches.
  return { connections: connectionsOpen - 1, addedMb: watching.result.addedMb };
}
