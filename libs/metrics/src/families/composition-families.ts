import type { CompositionRevision } from "@xp-tracker/crossplane";
import { part } from "./family.ts";
import type { FactTable, Family } from "./family.ts";
import { firstByKey } from "./first-by-key.ts";

const revisions: FactTable<CompositionRevision> = {
  kind: "facts",
  labels: ["composition", "composition_revision"],
  items: (facts) => firstByKey(facts?.compositionRevisions ?? [], (row) => JSON.stringify([row.composition, row.name])),
  values: (row) => [row.composition, row.name],
};

/** The revisions of compositions, under the label names by which `crossplane_resource_info` says what an XR runs on. */
export const compositionFamilies: readonly Family[] = [
  {
    name: "crossplane_composition_revision",
    help: "Number of a revision of a Composition; the greatest of a composition is its newest.",
    set: "resource",
    extraLabels: [],
    parts: [part(revisions, { value: (row) => row.revision })],
  },
];
