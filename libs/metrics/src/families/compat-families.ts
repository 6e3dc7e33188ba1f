import type { ResourceClass, Row } from "@xp-tracker/crossplane";
import { part } from "./family.ts";
import type { Family, Point, RowTable } from "./family.ts";

type Label = readonly [name: string, value: (row: Row) => string];

const bool = (value: boolean): string => (value ? "true" : "false");

const type: readonly Label[] = [
  ["group", (row) => row.group],
  ["kind", (row) => row.kind],
  ["version", (row) => row.version],
  ["namespace", (row) => row.namespace],
];

/** State in labels, as release 0.3.0 had it: each change of state ends a series. That is why these are not the default. */
const state: readonly Label[] = [
  ["synced", (row) => bool(row.synced === 1)],
  ["ready", (row) => bool(row.ready === 1)],
  ["reason", (row) => row.readyReason],
  ["paused", (row) => bool(row.paused)],
  ["deleting", (row) => bool(row.deletedAt !== 0)],
];

const claimOfRow: readonly Label[] = [
  ["claim_name", (row) => row.claimName],
  ["claim_namespace", (row) => row.claimNamespace],
];

interface CompatClass {
  readonly class: ResourceClass;
  readonly prefix: string;
  readonly labels: readonly Label[];
  /** The wording of the original, which is not the same in all families of a class. */
  readonly words: {
    readonly total: string;
    readonly short: string;
    readonly by: string;
    readonly objects: string;
  };
  readonly includes: (row: Row) => boolean;
}

const compatClasses: readonly CompatClass[] = [
  {
    class: "claim",
    prefix: "crossplane_claims",
    labels: [
      ...type,
      ["creator", (row) => row.creator],
      ["team", (row) => row.team],
      ["claim_name", (row) => row.name],
      ...state,
    ],
    words: {
      total: "Crossplane claims",
      short: "Crossplane claims",
      by: "creator, claim_name",
      objects: "Crossplane claims",
    },
    includes: () => true,
  },
  {
    class: "composite",
    prefix: "crossplane_xr",
    labels: [...type, ["name", (row) => row.name], ...claimOfRow, ...state],
    words: {
      total: "Crossplane composite resources (XRs)",
      short: "Crossplane XRs",
      by: "name",
      objects: "Crossplane composite resources",
    },
    includes: () => true,
  },
  {
    class: "managed",
    prefix: "crossplane_mr",
    labels: [
      ...type,
      ["name", (row) => row.name],
      ["xr_name", (row) => row.xrName],
      ...claimOfRow,
      ["provider", (row) => row.provider],
      ["provider_config", (row) => row.providerConfig],
      ["external_name", (row) => row.externalName],
      ["management_policies", (row) => row.managementPolicies],
      ...state,
    ],
    words: {
      total: "Crossplane provider managed resources",
      short: "Crossplane provider managed resources",
      by: "name",
      objects: "Crossplane provider managed resources",
    },
    // The original lists by the composite label, so it never sees an MR that nobody composed.
    includes: (row) => row.xrName !== "",
  },
];

/** The 18 families of release 0.3.0 of the original: same names, labels, HELP and values. */
export const compatFamilies: readonly Family[] = compatClasses.flatMap(familiesOfClass);

function familiesOfClass({ class: resourceClass, prefix, labels, words, includes }: CompatClass): readonly Family[] {
  const table: RowTable = {
    kind: "rows",
    class: resourceClass,
    versioned: true,
    labels: labels.map(([name]) => name),
    includes,
    values: (row) => labels.map(([, value]) => value(row)),
  };
  const by = `by group, kind, namespace, ${words.by}, and status.`;
  const ready: Point<Row> = { value: (row) => (row.ready === 1 ? 1 : 0) };
  const specs: readonly (readonly [suffix: string, help: string, point: Point<Row>])[] = [
    ["total", `Number of ${words.total} ${by}`, { value: () => 1 }],
    ["ready", `Number of Ready ${words.short} ${by}`, ready],
    [
      "status_synced",
      `Synced status for ${words.short} (1=true, 0=false).`,
      { value: (row) => (row.synced === 1 ? 1 : 0) },
    ],
    ["status_ready", `Ready status for ${words.short} (1=true, 0=false).`, ready],
    [
      "created_timestamp_seconds",
      `Unix creation timestamp of ${words.objects}.`,
      { value: (row) => row.createdAt || undefined },
    ],
    [
      "deletion_timestamp_seconds",
      `Unix deletion timestamp of ${words.objects} (emitted only while deleting).`,
      { value: (row) => row.deletedAt || undefined },
    ],
  ];
  return specs.map(([suffix, help, point]) => ({
    name: `${prefix}_${suffix}`,
    help,
    set: "xp-tracker-0.3",
    extraLabels: [],
    parts: [part(table, point)],
  }));
}
