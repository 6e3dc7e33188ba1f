import { shippedFlags } from "@xp-tracker/testing";
import type { Benchmark } from "../benchmark.ts";
import { startPlatform } from "../platform.ts";
import { interleaved } from "../repeat.ts";
import { runTask } from "../run-task.ts";
import { withDirectory } from "../temporary-directory.ts";

const REUSED_LISTS = 200;

export const fullList: Benchmark = {
  name: "full-list",
  run: ({ resources, repeats }, progress) =>
    withDirectory(async (dir) => {
      const sim = await startPlatform(resources);
      const { kubeconfigPath } = sim;
      try {
        const { pages } = await runTask("save-pages", { kubeconfigPath, dir });
        const { ours, disk, clientNode } = await interleaved(repeats, {
          disk: () => runTask("list-disk", { dir }),
          ours: () => runTask("list-ours", { kubeconfigPath }, shippedFlags()),
          clientNode: () => runTask("list-client-node", { kubeconfigPath }),
        });
        progress(`${ours.objects} objects in ${pages} pages`);
        if (ours.objects !== disk.objects || ours.objects !== clientNode.objects) throw new Error("lists differ");
        const handshakes = async (task: "list-ours" | "list-client-node"): Promise<number> => {
          await sim.control.resetStats();
          await runTask(task, { kubeconfigPath });
          const { tlsHandshakes } = await sim.control.stats();
          // The one that asks.
          return tlsHandshakes - 1;
        };
        const what = `full list of ${ours.objects} objects over TLS`;
        return [
          {
            what: `${what}, beside the same pages from disk`,
            unit: "CPU s",
            value: ours.cpuSeconds,
            beside: { name: "disk, JSON.parse", value: disk.cpuSeconds },
            budget: { of: "ratio", bound: "at most", limit: 1.5 },
          },
          {
            what: `${what}, beside client-node`,
            unit: "CPU s",
            value: ours.cpuSeconds,
            beside: { name: "client-node as shipped", value: clientNode.cpuSeconds },
          },
          {
            what: `${what}, rows kept: peak RSS`,
            unit: "MB",
            value: ours.peakMb,
            beside: { name: "client-node as shipped", value: clientNode.peakMb },
            budget: { of: "value", bound: "at most", limit: 320 },
          },
          {
            what: `TLS handshakes of ${pages} list requests${pages < REUSED_LISTS ? " and discovery" : ""}`,
            unit: "",
            value: await handshakes("list-ours"),
            beside: { name: "client-node as shipped", value: await handshakes("list-client-node") },
            budget: { of: "value", bound: "at most", limit: 4 },
          },
        ];
      } finally {
        await sim.stop();
      }
    }),
};
