import type { ResourceClass, Row, Snapshot } from "@xp-tracker/crossplane";
import { distinctRows } from "./distinct-rows.ts";
import { part } from "./family.ts";
import type { Family, Table } from "./family.ts";
import { labelWriter } from "./labels.ts";

interface Summary {
  readonly class: ResourceClass;
  readonly prefix: string;
  readonly noun: string;
  readonly labels: readonly (keyof Row & ("group" | "kind" | "namespace" | OwnLabel))[];
}
type OwnLabel = "composition" | "creator" | "team" | "provider";

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

interface Count {
  readonly values: readonly string[];
  total: number;
  ready: number;
}

function countTable({ class: resourceClass, labels }: Summary): Table<Count> {
  return {
    labels,
    items: (snapshot) => (snapshot === undefined ? [] : countRows(snapshot, resourceClass, labels)),
    values: (count) => count.values,
  };
}

function countRows(snapshot: Snapshot, resourceClass: ResourceClass, labels: Summary["labels"]): readonly Count[] {
  const write = labelWriter(labels);
  const counts = new Map<string, Count>();
  for (const row of distinctRows(snapshot.rows[resourceClass])) {
    const values = labels.map((label) => row[label]);
    // The rendered labels are the key, so that what looks equal on the page is counted as one.
    const key = write(values).toWellFormed();
    const count = counts.get(key) ?? { values, total: 0, ready: 0 };
    count.total += 1;
    count.ready += row.ready === 1 ? 1 : 0;
    counts.set(key, count);
  }
  return [...counts.values()];
}
