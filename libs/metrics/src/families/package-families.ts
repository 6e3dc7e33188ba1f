import type { PackageRow } from "@xp-tracker/crossplane";
import { part } from "./family.ts";
import type { FactTable, Family } from "./family.ts";
import { firstByKey } from "./first-by-key.ts";

const packages: FactTable<PackageRow> = {
  kind: "facts",
  labels: ["kind", "name"],
  items: (facts) => firstByKey(facts?.packages ?? [], (row) => JSON.stringify([row.kind, row.name])),
  values: (row) => [row.kind, row.name],
};

const base = { set: "package", extraLabels: [] } as const;

/** Providers, functions and configurations: whether what does the work is itself well. */
export const packageFamilies: readonly Family[] = [
  {
    ...base,
    name: "crossplane_package_info",
    help: "Crossplane package (Provider, Function or Configuration), what it was asked to install and its active revision; always 1.",
    extraLabels: ["package", "version", "revision"],
    parts: [part(packages, { extra: (row) => [row.package, row.version, row.revision], value: () => 1 })],
  },
  {
    ...base,
    name: "crossplane_package_condition",
    help: "Condition of a Crossplane package: 1 is True, 0 is False, -1 is Unknown or missing.",
    extraLabels: ["condition"],
    parts: [
      part(
        packages,
        { fixed: ["Installed"], value: (row) => row.installed },
        { fixed: ["Healthy"], value: (row) => row.healthy },
      ),
    ],
  },
  {
    ...base,
    name: "crossplane_package_condition_reason",
    help: "Reason of a condition of a Crossplane package that is not True; always 1, absent while the condition is True.",
    extraLabels: ["condition", "reason"],
    parts: [
      part(
        packages,
        {
          extra: (row) => ["Installed", row.installedReason],
          value: (row) => (row.installed === 1 ? undefined : 1),
        },
        { extra: (row) => ["Healthy", row.healthyReason], value: (row) => (row.healthy === 1 ? undefined : 1) },
      ),
    ],
  },
];
