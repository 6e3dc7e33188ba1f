import { resourceClasses } from "@xp-tracker/crossplane";
import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { part } from "./family.ts";
import type { Family, Part, Point, RowTable } from "./family.ts";

/**
 * Identity in the labels and state in the values, so that no series ends because a resource changed state.
 * What describes a resource stands on `_info` alone; the others are joined with it.
 */
const identityLabels = ["class", "group", "kind", "namespace", "name"] as const;

const identityOf = (resourceClass: ResourceClass, row: Row): readonly string[] => [
  resourceClass,
  row.group,
  row.kind,
  row.namespace,
  row.name,
];

const resourceTables = resourceClasses.map((resourceClass): RowTable => ({
  kind: "rows",
  class: resourceClass,
  versioned: false,
  labels: identityLabels,
  includes: () => true,
  values: (row) => identityOf(resourceClass, row),
}));

const ofEveryRow = (...points: readonly Point<Row>[]): readonly Part[] =>
  resourceTables.map((table) => part(table, ...points));

const info: Readonly<Record<string, (row: Row) => string>> = {
  version: (row) => row.version,
  composition: (row) => row.composition,
  composition_revision: (row) => row.compositionRevision,
  provider: (row) => row.provider,
  provider_config: (row) => row.providerConfig,
  external_name: (row) => row.externalName,
  creator: (row) => row.creator,
  team: (row) => row.team,
  claim_namespace: (row) => row.claimNamespace,
  claim_name: (row) => row.claimName,
  parent_kind: (row) => row.parentKind,
  parent_name: (row) => row.parentName,
};
const infoValues = Object.values(info);

interface Condition {
  readonly name: string;
  readonly status: (row: Row) => number;
  readonly reason: (row: Row) => string;
  readonly since: (row: Row) => number;
}

const conditions: readonly Condition[] = [
  { name: "Ready", status: (row) => row.ready, reason: (row) => row.readyReason, since: (row) => row.readySince },
  { name: "Synced", status: (row) => row.synced, reason: (row) => row.syncedReason, since: (row) => row.syncedSince },
];

const base = { set: "resource", extraLabels: [] } as const;

/** One object each: claims, XRs and MRs alike, told apart by the label `class`. */
export const resourceFamilies: readonly Family[] = [
  {
    ...base,
    name: "crossplane_resource_info",
    help: "What describes a Crossplane resource, to join the other families with; always 1.",
    extraLabels: Object.keys(info),
    parts: ofEveryRow({ extra: (row) => infoValues.map((value) => value(row)), value: () => 1 }),
  },
  {
    ...base,
    name: "crossplane_resource_condition",
    help: "Condition of a Crossplane resource: 1 is True, 0 is False, -1 is Unknown or missing.",
    extraLabels: ["condition"],
    parts: ofEveryRow(...conditions.map(({ name, status }): Point<Row> => ({ fixed: [name], value: status }))),
  },
  {
    ...base,
    name: "crossplane_resource_condition_reason",
    help: "Reason of a condition that is not True; always 1, absent while the condition is True.",
    extraLabels: ["condition", "reason"],
    parts: ofEveryRow(
      ...conditions.map(({ name, status, reason }): Point<Row> => ({
        extra: (row) => [name, reason(row)],
        value: (row) => (status(row) === 1 ? undefined : 1),
      })),
    ),
  },
  {
    ...base,
    name: "crossplane_resource_condition_last_transition_timestamp_seconds",
    help: "Unix time since when at least a condition has its status; Crossplane also resets it when reason, message or generation change.",
    extraLabels: ["condition"],
    parts: ofEveryRow(
      ...conditions.map(({ name, since }): Point<Row> => ({ fixed: [name], value: (row) => since(row) || undefined })),
    ),
  },
  {
    ...base,
    name: "crossplane_resource_created_timestamp_seconds",
    help: "Unix time of the creation of a Crossplane resource.",
    parts: ofEveryRow({ value: (row) => row.createdAt || undefined }),
  },
  {
    ...base,
    name: "crossplane_resource_deletion_timestamp_seconds",
    help: "Unix time at which the deletion of a Crossplane resource was asked for; absent unless it is being deleted.",
    parts: ofEveryRow({ value: (row) => row.deletedAt || undefined }),
  },
  {
    ...base,
    name: "crossplane_resource_paused",
    help: "1 while the annotation crossplane.io/paused stops the reconciliation of a Crossplane resource, else 0.",
    parts: ofEveryRow({ value: (row) => (row.paused ? 1 : 0) }),
  },
  {
    ...base,
    name: "crossplane_resource_composition_update_manual",
    help: "A claim or XR whose compositionUpdatePolicy is Manual, so that it stays on its composition revision; always 1, absent otherwise.",
    parts: ofEveryRow({ value: (row) => (row.compositionUpdatePolicy === "Manual" ? 1 : undefined) }),
  },
  {
    ...base,
    name: "crossplane_resource_dangling",
    help: "A Crossplane resource with a reference to an object that is gone (link: xr, claim or parent); always 1, absent while its references hold.",
    extraLabels: ["link"],
    parts: ofEveryRow({ extra: (row) => [row.dangling], value: (row) => (row.dangling === "" ? undefined : 1) }),
  },
];
