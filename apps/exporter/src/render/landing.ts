import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass } from "@xp-tracker/crossplane";
import type { RenderedChunk, SnapshotFacts } from "@xp-tracker/metrics";
import type { ServedSnapshot } from "./rendered.ts";

const titles: Readonly<Record<ResourceClass, string>> = {
  claim: "Claims",
  composite: "Composite resources",
  managed: "Managed resources",
};

/** What the landing page tells of a snapshot. */
export function landingSnapshot(
  { cluster, generation, takenAt, sources }: SnapshotFacts,
  chunks: readonly Pick<RenderedChunk<unknown>, "class" | "rows" | "ready">[],
): ServedSnapshot {
  const classes = resourceClasses.map((resourceClass) => {
    const ofClass = chunks.filter((chunk) => chunk.class === resourceClass);
    return {
      title: titles[resourceClass],
      total: ofClass.reduce((sum, { rows }) => sum + rows, 0),
      ready: ofClass.reduce((sum, { ready }) => sum + ready, 0),
    };
  });
  return { state: "served", cluster, generation, takenAt, classes, sources };
}
