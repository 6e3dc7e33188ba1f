import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Snapshot } from "@xp-tracker/crossplane";
import type { LandingFacts } from "@xp-tracker/http";

const titles: Readonly<Record<ResourceClass, string>> = {
  claim: "Claims",
  composite: "Composite resources",
  managed: "Managed resources",
};

/** What the landing page tells of the snapshot that is served. */
export function landingFacts(
  service: string,
  version: string,
  snapshot: Snapshot | undefined,
  whyAbsent: string,
): LandingFacts {
  const name = `xp-tracker ${service}`;
  if (snapshot === undefined) return { name, version, snapshot: { state: "absent", reason: whyAbsent } };
  const { cluster, generation, takenAt, rows, sources } = snapshot;
  const classes = resourceClasses.map((resourceClass) => ({
    title: titles[resourceClass],
    total: rows[resourceClass].length,
    ready: rows[resourceClass].filter(({ ready }) => ready === 1).length,
  }));
  return { name, version, snapshot: { state: "served", cluster, generation, takenAt, classes, sources } };
}
