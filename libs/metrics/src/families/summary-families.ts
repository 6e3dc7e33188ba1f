import type { ResourceClass } from "@xp-tracker/crossplane";
import type { CountLabel } from "./count-rows.ts";
import { part } from "./family.ts";
import type { CountTable, Family } from "./family.ts";

interface Summary {
  readonly class: ResourceClass;
  readonly prefix: string;
  readonly noun: string;
  readonly labels: readonly CountLabel[];
}

const summaries: readonly Summary[] = [
  {
    class: "claim",
    prefix: "crossplane_claims",
    noun: "claims",
    labels: ["group", "kind", "namespace", "composition", "creator", "team"],
  },
  {
    class: "composite",
    prefix: "crossplane_xr",
    noun: "composite resources (XRs)",
    labels: ["group", "kind", "namespace", "composition"],
  },
  {
    class: "managed",
    prefix: "crossplane_mr",
    noun: "managed resources (MRs)",
    labels: ["group", "kind", "namespace", "provider"],
  },
];

/** Counts for each class. The names of the first four are those of the original's first release. */
export const summaryFamilies: readonly Family[] = summaries.flatMap(familiesOfClass);

function familiesOfClass(summary: Summary): readonly Family[] {
  const table = countTable(summary);
  const base = { set: "summary", extraLabels: [] } as const;
  return [
    {
      ...base,
      name: `${summary.prefix}_total`,
      help: `Number of Crossplane ${summary.noun}.`,
      parts: [part(table, { value: (count) => count.total })],
    },
    {
      ...base,
      name: `${summary.prefix}_ready`,
      help: `Number of Crossplane ${summary.noun} whose condition Ready is True.`,
      parts: [part(table, { value: (count) => count.ready })],
    },
  ];
}

function countTable({ class: resourceClass, labels }: Summary): CountTable {
  return { kind: "counts", class: resourceClass, labels, values: (count) => count.values };
}
