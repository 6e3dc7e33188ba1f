import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Snapshot } from "@xp-tracker/crossplane";
import type { ServedSnapshot } from "./rendered.ts";

const titles: Readonly<Record<ResourceClass, string>> = {
  claim: "Claims",
  composite: "Composite resources",
  managed: "Managed resources",
};

/** What the landing page tells of a snapshot. Counts every row, so it is made once for each generation. */
export function landingSnapshot({ cluster, generation, takenAt, rows, sources }: Snapshot): ServedSnapshot {
  const classes = resourceClasses.map((resourceClass) => ({
    title: titles[resourceClass],
    total: rows[resourceClass].length,
    ready: rows[resourceClass].filter(({ ready }) => ready === 1).length,
  }));
  return { state: "served", cluster, generation, takenAt, classes, sources };
}
